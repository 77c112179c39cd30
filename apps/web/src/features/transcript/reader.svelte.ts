import { tick } from 'svelte';
import type { VirtualizerHandle } from 'virtua/svelte';
import type { Prompts } from './prompts.svelte.ts';
import { nextPrompt, promptAt, promptBeside } from './reading-place.ts';
import type { RowOf } from './row.ts';
import { indexOfMessage } from './rows.ts';
import type { Transcript } from './transcript.svelte.ts';

/** This near to the end counts as being there. */
const endPx = 48;
/** Room above a row that was jumped to, for the line that names its turn. */
const headPx = 48;
/** Frames to wait for a row to be drawn. */
const drawTries = 30;

/** Where the reader is in a transcript, and how to get elsewhere. */
export class Reader {
  /** The end was in view: new rows keep it there. */
  #follows = $state(true);
  #first = $state(0);
  #chapter = $state.raw<RowOf<'prompt'>>();
  /** Messages there were when the end was last in view, or when the reader came. */
  #seenTotal = $state<number>();
  #scroller: HTMLElement | undefined;
  #handle: VirtualizerHandle | undefined;
  #lastOffset = 0;
  #isReadingOn = false;
  /** The row last stepped to. */
  #stepped: string | undefined;
  readonly #transcript: Transcript;
  readonly #prompts: Prompts;

  constructor(transcript: Transcript, prompts: Prompts) {
    this.#transcript = transcript;
    this.#prompts = prompts;
  }

  /** The prompt of the turn at the top of the view, once its own row has left it. */
  readonly chapter = $derived.by(() => {
    const chapter = this.#chapter;
    const isInView = this.#transcript.rows[this.#first]?.key === chapter?.key;
    return isInView ? undefined : chapter;
  });

  /** Key of the message that heads the turn in view. */
  readonly turn = $derived.by(() => this.#chapter?.message.key);

  readonly fresh = $derived.by(() => Math.max(0, this.#transcript.total - (this.#seenTotal ?? this.#transcript.total)));

  get isFollowing(): boolean {
    return this.#follows && this.#transcript.isAtEnd;
  }

  attach(scroller: HTMLElement | undefined, handle: VirtualizerHandle | undefined): void {
    this.#scroller = scroller;
    this.#handle = handle;
  }

  onScroll(): void {
    const handle = this.#handle;
    if (handle === undefined) return;
    const offset = handle.getScrollOffset();
    const view = handle.getViewportSize();
    const left = handle.getScrollSize() - offset - view;
    // Content that grows changes `left` too; only the reader's own way up ends the following.
    if (left <= endPx && this.#transcript.isAtEnd) this.#follow(true);
    else if (offset < this.#lastOffset - 2) this.#follow(false);
    if (this.isFollowing || this.#seenTotal === undefined) this.#seenTotal = this.#transcript.total;
    this.#lastOffset = offset;
    this.#first = handle.findItemIndex(offset + headPx + 4);
    this.#chapter = promptAt(this.#transcript.rows, this.#first);
    if (offset < 2 * view) void this.#readOn(() => this.#transcript.older(), this.#transcript.hasOlder);
    else if (left < 2 * view) void this.#readOn(() => this.#transcript.newer(), !this.#transcript.isAtEnd);
  }

  /** Rows came or changed their height. */
  onGrow(): void {
    if (this.isFollowing) this.toEnd();
    this.onScroll();
  }

  toEnd(): void {
    const { rows } = this.#transcript;
    if (rows.length > 0) this.#handle?.scrollToIndex(rows.length - 1, { align: 'end', offset: 32 });
  }

  showIndex(index: number): void {
    this.#follow(false);
    this.#handle?.scrollToIndex(index, { align: 'start', offset: -headPx });
  }

  /** Goes to the newest message and stays with it. */
  async goEnd(): Promise<void> {
    if (!this.#transcript.isAtEnd) await this.#transcript.open('end');
    this.#follow(true);
    this.#seenTotal = this.#transcript.total;
    await tick();
    this.toEnd();
  }

  async goStart(): Promise<void> {
    if (this.#transcript.hasOlder) await this.#transcript.open('start');
    await tick();
    this.showIndex(0);
  }

  /** Goes to a message, reading the window around it when it is not here. */
  async showMessage(key: string): Promise<void> {
    const index = await this.#bring(key);
    if (index >= 0) this.showIndex(index);
  }

  /** To the next or previous message, which takes the focus. */
  step(by: 1 | -1): void {
    const at = this.#focused();
    this.#focus(at < 0 ? this.#first : Math.min(Math.max(at + by, 0), this.#transcript.rows.length - 1));
  }

  /** To the head of the turn before or after, which takes the focus; also where it has not been read yet. */
  async stepPrompt(by: 1 | -1): Promise<void> {
    const { rows } = this.#transcript;
    const at = this.#place();
    const next = nextPrompt(rows, at, by);
    if (next >= 0) return this.#focus(next);
    const key = promptBeside(this.#prompts.items, rows[at]?.message, by)?.key;
    if (key === undefined) return by === -1 ? this.goStart() : this.goEnd();
    const index = await this.#bring(key);
    if (index >= 0) this.#focus(index);
  }

  /** Key of the message the reader is at: the focused one, else the first in view. */
  here(): string | undefined {
    return this.#transcript.rows[this.#place()]?.message.key;
  }

  /** Index of the row that has the focus, -1 when none has. */
  #focused(): number {
    const key = document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset.row;
    return key === undefined ? -1 : this.#transcript.rows.findIndex((row) => row.key === key);
  }

  #place(): number {
    const focused = this.#focused();
    return focused < 0 ? this.#first : focused;
  }

  /** Index of a message's first row, after reading the window around it if need be; -1 if there is none. */
  async #bring(key: string): Promise<number> {
    const find = () => indexOfMessage(this.#transcript.rows, this.#transcript.messages, key);
    if (find() < 0) await this.#transcript.open({ around: key });
    await tick();
    return find();
  }

  #follow(follows: boolean): void {
    this.#follows = follows;
    this.#transcript.isFollowed = follows;
  }

  #focus(index: number): void {
    const row = this.#transcript.rows[index];
    if (row === undefined) return;
    this.#follow(false);
    this.#handle?.scrollToIndex(index, { align: 'start', offset: -headPx });
    this.#stepped = row.key;
    this.#focusWhenDrawn(row.key, drawTries);
  }

  /** A row far away is drawn only after the list has scrolled there, which takes a few frames. */
  #focusWhenDrawn(key: string, tries: number): void {
    requestAnimationFrame(() => {
      const element = this.#scroller?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`);
      element?.focus({ preventScroll: true });
      // A row that has not been measured is hidden, and what is hidden takes no focus.
      const hasFocus = element != null && document.activeElement === element;
      if (!hasFocus && tries > 0) this.#focusWhenDrawn(key, tries - 1);
    });
  }

  async #readOn(read: () => Promise<void>, isWanted: boolean): Promise<void> {
    if (!isWanted || this.#isReadingOn) return;
    this.#isReadingOn = true;
    await read();
    await tick();
    this.#isReadingOn = false;
    // Rows that came before it may have taken the focused row away for a moment, and the focus with it.
    if (document.activeElement === document.body && this.#stepped !== undefined) {
      this.#focusWhenDrawn(this.#stepped, drawTries);
    }
    // A window smaller than the view asks for more until it is not, or the session has no more.
    requestAnimationFrame(() => this.onScroll());
  }
}
