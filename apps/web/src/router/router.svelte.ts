import navaid, { type Router as Navaid } from 'navaid';
import { type Page, toPage, toPath } from './page.ts';

type Reachable = Exclude<Page, { name: 'unknown' }>;

/** The page the address names, kept in step with history; the base path is read from `<base href>`. */
export class Router {
  #page = $state.raw<Page>({ name: 'now' });
  readonly #base = new URL(document.baseURI).pathname;
  #navaid: Navaid | undefined;
  /** Pages visited since the tab was opened here. */
  #visited = 0;

  get page(): Page {
    return this.#page;
  }

  start(): void {
    const show = () => {
      this.#visited += 1;
      this.#page = toPage(`/${location.pathname.slice(this.#base.length)}`, location.search);
    };
    this.#navaid = navaid(this.#base, show).on('/', show);
    this.#navaid.listen();
  }

  /** Absolute path of a page, for `href`. */
  href(page: Reachable): string {
    return this.#base + toPath(page);
  }

  go(page: Reachable): void {
    this.#navaid?.route(this.href(page));
  }

  /** To the page before, or to *Now* where the page before is not one of ours. */
  back(): void {
    if (this.#visited > 1) history.back();
    else this.go({ name: 'now' });
  }

  /** Changes the address without a new entry in history. */
  replace(page: Reachable): void {
    this.#navaid?.route(this.href(page), true);
  }
}
