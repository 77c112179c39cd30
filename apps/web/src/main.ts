import { mount } from 'svelte';
import './theme/fonts.css';
import './theme/tokens.css';
import './theme/base.css';
import './theme/code.css';
import App from './App.svelte';
import { Access } from './api/access.svelte.ts';
import { createApi } from './api/api.ts';
import { takeEarly } from './early/early-answers.ts';
import { Keymap } from './features/frame/keymap.svelte.ts';
import { BellNumbers } from './features/sessions/bell-numbers.svelte.ts';
import { Live } from './live/live.svelte.ts';
import { loadView } from './places.ts';
import { reloadOnUpgrade } from './reload-on-upgrade.ts';
import { Router } from './router/router.svelte.ts';
import { Theme } from './theme/theme.svelte.ts';

const access = new Access();
const api = createApi({
  fetch: (url, init) => (init.method === 'GET' ? takeEarly(url) : undefined) ?? fetch(url, init),
  pageKey: () => access.pageKey,
  onUnauthorized: () => access.lose(),
});
const services = {
  api,
  access,
  live: new Live(api),
  router: new Router(),
  keymap: new Keymap(),
  numbers: new BellNumbers(),
  theme: new Theme(),
};

reloadOnUpgrade();
// Its chunks are read while the frame is made.
void loadView(services.router.pageNow().name);
// Lists of any length put the reader back themselves, once their rows are there.
history.scrollRestoration = 'manual';
await access.start(api);
services.router.start();

const target = document.getElementById('app');
if (target !== null) mount(App, { target, props: { services } });
