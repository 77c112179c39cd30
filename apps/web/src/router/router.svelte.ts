import navaid, { type Router as Navaid } from 'navaid';
import { type Page, type PlaceName, type Reachable, toPage, toPath } from './page.ts';

/** Addresses something is kept for. */
const mostKept = 20;

/** The page the address names, kept in step with history; the base path is read from `<base href>`. */
export class Router {
  #page = $state.raw<Page>({ name: 'now', search: '' });
  readonly #base = new URL(document.baseURI).pathname;
  #navaid: Navaid | undefined;
  /** Pages visited since the tab was opened here. */
  #visited = 0;
  /** What pages left behind for when the reader comes back to them, by address. */
  readonly #kept = new Map<string, unknown>();
  #isReturn = false;

  get page(): Page {
    return this.#page;
  }

  /** What the address names now, also before the router has started. */
  pageNow(): Page {
    return toPage(`/${location.pathname.slice(this.#base.length)}`, location.search);
  }

  start(): void {
    const show = () => {
      this.#visited += 1;
      this.#page = this.pageNow();
    };
    // Before navaid's own listeners, so that the page shown next knows how it was reached.
    addEventListener('popstate', () => (this.#isReturn = true));
    addEventListener('pushstate', () => (this.#isReturn = false));
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

  /** To a page of the tower as it is without anything narrowing it. */
  goTo(name: PlaceName): void {
    this.go({ name, search: '' });
  }

  /** To the page before, or to *Now* where the page before is not one of ours. */
  back(): void {
    if (this.#visited > 1) history.back();
    else this.goTo('now');
  }

  /** Changes the address without a new entry in history. */
  replace(page: Reachable): void {
    this.#navaid?.route(this.href(page), true);
  }

  /** Leaves something at the address of now, for the way back. */
  keep(value: unknown): void {
    this.#kept.delete(location.href);
    this.#kept.set(location.href, value);
    if (this.#kept.size > mostKept) this.#kept.delete(this.#kept.keys().next().value ?? '');
  }

  /** What was left here, if the reader came back to it through history and not by a link. */
  kept(): unknown {
    return this.#isReturn ? this.#kept.get(location.href) : undefined;
  }
}
