import { fromSignInFragment, toApiUrl } from '@belfry/api/contract';
import { firstQuestions } from '../features/transcript/first-page.ts';
import { toPage } from '../router/page.ts';
import { askEarly } from './early-answers.ts';

/**
 * Runs by itself before anything else of the page is loaded, from the head and from the browser's own cache: what a
 * page begins with is asked for while its scripts are still read, and a theme chosen on this device does not flash.
 * Kept out of the document because the content security policy allows no inline script.
 */

/** Script and styles of each page, by what `router/page` calls it; the build puts them in place. */
declare const __VIEW_FILES__: Record<string, string[]>;

const page = toPage(`/${location.pathname.slice(new URL(document.baseURI).pathname.length)}`, location.search);

for (const file of __VIEW_FILES__[page.name] ?? []) {
  const link = document.createElement('link');
  const isScript = file.endsWith('.js');
  link.rel = isScript ? 'modulepreload' : 'preload';
  if (!isScript) link.as = 'style';
  link.crossOrigin = '';
  link.href = file;
  document.head.append(link);
}

if (page.name === 'session' && fromSignInFragment(location.hash) === undefined) {
  for (const [name, request] of firstQuestions(page)) askEarly(toApiUrl(name, request.params, request.query));
}

// Last: the first look into storage waits for another process, and what was asked above is on its way meanwhile.
try {
  const theme = localStorage.getItem('belfry.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage can be blocked; the system's theme applies then.
}
