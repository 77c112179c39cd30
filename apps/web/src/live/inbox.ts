import type { Frame } from './frame.ts';

/** Beyond this a hidden tab forgets the frames and reads everything anew when it is looked at. */
const keepWhileHidden = 1000;
const betweenMs = 200;

export interface InboxOptions {
  isHidden(): boolean;
  /** Frames in order, at most one call in 200 ms. */
  apply(frames: Frame[]): void;
  /** Too much came while nobody looked. */
  overflow(): void;
}

/**
 * Collects frames so that a burst costs one paint: the first is applied at once, later ones together.
 * While the tab is hidden nothing is applied; `wake` hands over what came meanwhile.
 */
export class Inbox {
  #frames: Frame[] = [];
  #overflowed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #appliedAt = Number.NEGATIVE_INFINITY;
  readonly #options: InboxOptions;

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  add(frame: Frame): void {
    if (this.#overflowed) return;
    this.#frames.push(frame);
    if (this.#options.isHidden()) {
      if (this.#frames.length > keepWhileHidden) {
        this.#overflowed = true;
        this.#frames = [];
      }
      return;
    }
    this.#schedule();
  }

  wake(): void {
    if (this.#overflowed) {
      this.#overflowed = false;
      this.#options.overflow();
    }
    this.#flush();
  }

  #schedule(): void {
    if (this.#timer !== undefined) return;
    const waitMs = Math.max(0, this.#appliedAt + betweenMs - performance.now());
    this.#timer = setTimeout(() => this.#flush(), waitMs);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#frames.length === 0 || this.#options.isHidden()) return;
    const frames = this.#frames;
    this.#frames = [];
    this.#appliedAt = performance.now();
    this.#options.apply(frames);
  }
}
