import { fromSignInFragment } from '@belfry/api/contract';
import { mount } from 'svelte';
import './theme/fonts.css';
import './theme/tokens.css';
import './theme/base.css';
import './theme/code.css';
import App from './App.svelte';
import { Access } from './api/access.svelte.ts';
import { createApi } from './api/api.ts';
import { Keymap } from './features/frame/keymap.svelte.ts';
import { BellNumbers } from './features/sessions/bell-numbers.svelte.ts';
import { toFirstPage } from './features/transcript/first-page.ts';
import { Live } from './live/live.svelte.ts';
import { loadView } from './places.ts';
import { reloadOnUpgrade } from './reload-on-upgrade.ts';
import { Router } from './router/router.svelte.ts';
import { Theme } from './theme/theme.svelte.ts';

const access = new Access();
const api = createApi({
  fetch: (input, init) => fetch(input, init),
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
// Its chunks come while the frame is made, and what a session begins with while those come.
const page = services.router.pageNow();
void loadView(page.name);
if (page.name === 'session' && fromSignInFragment(location.hash) === undefined) {
  api.ahead('listMessages', toFirstPage(page.id, page.message === undefined ? 'end' : { around: page.message }));
  api.ahead('getSession', { params: { id: page.id } });
}
// Lists of any length put the reader back themselves, once their rows are there.
history.scrollRestoration = 'manual';
await access.start(api);
services.router.start();

const target = document.getElementById('app');
if (target !== null) mount(App, { target, props: { services } });
