import type { Matcher } from './matcher.ts';
import { rangesIn } from './text-ranges.ts';

/** Names of the highlights; `base.css` says how they look. */
const names = { all: 'found', here: 'found-here' } as const;

/**
 * Marks what is looked for in the text on screen, without touching it: rows come and go as the reader scrolls, and
 * Markdown, diffs and colours stay as they are. Does nothing where the browser has no such highlights.
 */
export class FoundMarks {
  #match: Matcher | undefined;
  #root: Element | undefined;
  #isWaiting = false;
  #here: Range | undefined;
  readonly #observer = new MutationObserver(() => this.#renew());

  /** Marks below an element from now on; the returned function ends it. */
  watch(root: Element): () => void {
    this.#root = root;
    this.#observer.observe(root, { childList: true, subtree: true, characterData: true });
    this.#renew();
    return () => {
      this.#observer.disconnect();
      this.#root = undefined;
      this.#draw([]);
    };
  }

  set(match: Matcher | undefined): void {
    this.#match = match;
    if (match === undefined) this.#here = undefined;
    this.#renew();
  }

  /** The one the reader was taken to. */
  stand(here: Range | undefined): void {
    this.#here = here;
    this.#renew();
  }

  #renew(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    requestAnimationFrame(() => {
      this.#isWaiting = false;
      const ranges = this.#root === undefined || this.#match === undefined ? [] : rangesIn(this.#root, this.#match);
      this.#draw(ranges);
    });
  }

  #draw(ranges: Range[]): void {
    if (!('highlights' in CSS)) return;
    if (ranges.length === 0) CSS.highlights.delete(names.all);
    else CSS.highlights.set(names.all, new Highlight(...ranges));
    if (this.#here === undefined || ranges.length === 0) CSS.highlights.delete(names.here);
    else {
      const here = new Highlight(this.#here);
      here.priority = 1;
      CSS.highlights.set(names.here, here);
    }
  }
}
