import type { VirtualizerHandle, WindowVirtualizerHandle } from 'virtua/svelte';

/** After a jump rows are still drawn and measured for about so long. */
const settleMs = 300;

/** What the reader does to go elsewhere; a jump that has not settled gives way. */
const ownMoves = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

export interface ListPlace {
  /** `nearest` moves only as far as the row is out of view. */
  align: 'start' | 'center' | 'end' | 'nearest';
  /** Pixels between the row and the edge of the view. */
  gap?: number;
}

interface Drawn {
  handle: VirtualizerHandle | WindowVirtualizerHandle;
  root: HTMLElement;
  /** The pane that scrolls, or the document's own scroller. */
  scroller: HTMLElement;
}

/** A list of any length as it is drawn, in a pane or in the page: where it stands, and how to get elsewhere in it. */
export class ListView {
  #drawn: Drawn | undefined;
  #goal: (() => number | undefined) | undefined;
  #goalEndsAt = 0;
  #isPursuing = false;
  /** Pixels at the top of the view that something sticky covers. */
  covered: () => number = () => 0;

  /** Called by whoever draws the list; the returned function takes it back. */
  attach(drawn: Drawn): () => void {
    this.#drawn = drawn;
    const target = this.#isPage ? window : drawn.scroller;
    const letGo = () => (this.#goal = undefined);
    for (const name of ownMoves) target.addEventListener(name, letGo, { passive: true });
    return () => {
      for (const name of ownMoves) target.removeEventListener(name, letGo);
      if (this.#drawn === drawn) this.#drawn = undefined;
      this.#goal = undefined;
    };
  }

  get isAttached(): boolean {
    return this.#drawn !== undefined;
  }
  get root(): HTMLElement | undefined {
    return this.#drawn?.root;
  }
  /** From the top of what scrolls to the top of the view. */
  get offset(): number {
    return this.#drawn?.scroller.scrollTop ?? 0;
  }
  get viewSize(): number {
    return this.#drawn?.scroller.clientHeight ?? 0;
  }
  get scrollSize(): number {
    return this.#drawn?.scroller.scrollHeight ?? 0;
  }
  /** What is below the view. */
  get left(): number {
    return this.scrollSize - this.offset - this.viewSize;
  }

  /** The row at a distance from the top of the view. */
  indexAt(distance: number): number {
    return this.#drawn?.handle.findItemIndex(this.offset + distance) ?? 0;
  }

  /**
   * Puts a row at its place and keeps it there until its neighbours are measured, or the reader moves. The index is
   * asked for again and again, because rows may come before it meanwhile; -1 for a row that has gone.
   */
  show(indexOf: () => number, place: ListPlace): void {
    // Once it is chosen the edge stays the same, else a row that is measured would make it swing.
    const fixed = place.align === 'nearest' ? this.#nearest(indexOf()) : place.align;
    if (fixed === undefined) return;
    this.#pursue(() => {
      const index = indexOf();
      return index < 0 ? undefined : this.#offsetOf(index, fixed, place.gap ?? 0);
    });
  }

  /** Keeps the end of what scrolls in view, as `show` does a row. */
  showEnd(): void {
    this.#pursue(() => this.scrollSize - this.viewSize);
  }

  /** Brings a place inside a row into the upper half of the view, as soon as there is such a place. */
  showRect(measure: () => DOMRect | undefined): void {
    this.#pursue(() => {
      const rect = measure();
      if (rect === undefined || this.#drawn === undefined) return undefined;
      const frame = this.#isPage ? 0 : this.#drawn.scroller.getBoundingClientRect().top;
      const covered = this.covered();
      return Math.max(0, this.offset + rect.top - frame - covered - (this.viewSize - covered) * 0.3);
    });
  }

  scrollTo(offset: number): void {
    this.#pursue(() => offset);
  }

  /** The first row in view and how far it begins below the top of the view; `show` with that gap puts it back. */
  first(rows: readonly { key: string }[]): { key: string; gap: number } | undefined {
    const covered = this.covered();
    const index = this.indexAt(covered + 1);
    const key = rows[index]?.key;
    if (key === undefined || this.#drawn === undefined) return undefined;
    return { key, gap: this.#top() + this.#drawn.handle.getItemOffset(index) - this.offset - covered };
  }

  get #isPage(): boolean {
    return this.#drawn?.scroller === document.scrollingElement;
  }

  #pursue(goal: () => number | undefined): void {
    this.#goal = goal;
    this.#goalEndsAt = performance.now() + settleMs;
    this.#approach();
    if (this.#isPursuing) return;
    this.#isPursuing = true;
    requestAnimationFrame(this.#step);
  }

  #step = (): void => {
    this.#approach();
    if (performance.now() > this.#goalEndsAt) this.#goal = undefined;
    this.#isPursuing = this.#goal !== undefined;
    if (this.#isPursuing) requestAnimationFrame(this.#step);
  };

  #approach(): void {
    const target = this.#goal?.();
    const scroller = this.#drawn?.scroller;
    if (target === undefined || scroller === undefined || Math.abs(target - scroller.scrollTop) < 1) return;
    const before = scroller.scrollTop;
    scroller.scrollTo({ top: target, behavior: 'instant' });
    // It moved, so rows come into view that have to be measured.
    if (Math.abs(scroller.scrollTop - before) >= 1) this.#goalEndsAt = performance.now() + settleMs;
  }

  #offsetOf(index: number, align: 'start' | 'center' | 'end', gap: number): number | undefined {
    if (this.#drawn === undefined) return undefined;
    const { handle } = this.#drawn;
    const [top, size] = [this.#top() + handle.getItemOffset(index), handle.getItemSize(index)];
    const covered = this.covered();
    if (align === 'start') return Math.max(0, top - covered - gap);
    if (align === 'end') return top + size + gap - this.viewSize;
    return Math.max(0, top + size / 2 - covered - (this.viewSize - covered) / 2);
  }

  #nearest(index: number): 'start' | 'end' | undefined {
    if (this.#drawn === undefined) return undefined;
    const { handle } = this.#drawn;
    const top = this.#top() + handle.getItemOffset(index) - this.offset;
    if (top < this.covered()) return 'start';
    return top + handle.getItemSize(index) > this.viewSize ? 'end' : undefined;
  }

  /** Where the list begins among what scrolls. */
  #top(): number {
    if (this.#drawn === undefined) return 0;
    const { root, scroller } = this.#drawn;
    const frame = this.#isPage ? 0 : scroller.getBoundingClientRect().top;
    return root.getBoundingClientRect().top - frame + scroller.scrollTop;
  }
}
