import { createContext } from 'svelte';
import type { Access } from './api/access.svelte.ts';
import type { Api } from './api/api.ts';
import type { Keymap } from './features/frame/keymap.svelte.ts';
import type { BellNumbers } from './features/sessions/bell-numbers.svelte.ts';
import type { Live } from './live/live.svelte.ts';
import type { Router } from './router/router.svelte.ts';
import type { Theme } from './theme/theme.svelte.ts';

/** What every page may ask for; made once in `main.ts`. */
export interface Services {
  api: Api;
  access: Access;
  live: Live;
  router: Router;
  keymap: Keymap;
  numbers: BellNumbers;
  theme: Theme;
}

export const [getServices, setServices] = createContext<Services>();
