import { MediaQuery } from 'svelte/reactivity';

/** On a phone the document scrolls; panes beside each other scroll on their own. */
export const onPhone = new MediaQuery('(max-width: 719px)');

/** Too narrow for a side pane beside the page; it opens over it instead. */
export const withoutSide = new MediaQuery('(max-width: 1099px)');
