import { createSubscriber } from 'svelte/reactivity';

/**
 * One timer for every age on the page: whoever reads `clock.now` is told each second. It stands while
 * nobody reads it or the tab is hidden, and is right at once when the tab is looked at again.
 */
const subscribe = createSubscriber((update) => {
  let timer: ReturnType<typeof setInterval> | undefined;
  const show = () => {
    clearInterval(timer);
    if (document.hidden) return;
    update();
    timer = setInterval(update, 1000);
  };
  document.addEventListener('visibilitychange', show);
  timer = setInterval(update, 1000);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', show);
  };
});

export const clock = {
  /** Ms since 1970; reading it in a component or a derived value subscribes to the second. */
  get now(): number {
    subscribe();
    return Date.now();
  },
};
