import navaid, { type Router as Navaid } from 'navaid';
import { type Page, toPage, toPath } from './page.ts';

type Reachable = Exclude<Page, { name: 'unknown' }>;

/** The page the address names, kept in step with history; the base path is read from `<base href>`. */
export class Router {
  #page = $state.raw<Page>({ name: 'now' });
  readonly #base = new URL(document.baseURI).pathname;
  #navaid: Navaid | undefined;

  get page(): Page {
    return this.#page;
  }

  start(): void {
    const show = () => {
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

  /** Changes the address without a new entry in history. */
  replace(page: Reachable): void {
    this.#navaid?.route(this.href(page), true);
  }
}
