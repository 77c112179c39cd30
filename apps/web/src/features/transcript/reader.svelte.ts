import { tick } from 'svelte';
import { ListView } from '../../ui/list-view.ts';
import { rangesIn } from '../find/text-ranges.ts';
import type { Prompts } from './prompts.svelte.ts';
import { nextPrompt, promptAt, promptBeside } from './reading-place.ts';
import { foldsAround, openCall, type RevealTarget, scrollBoxTo } from './reveal.ts';
import type { RowOf } from './row.ts';
import { indexOfMessage } from './rows.ts';
import type { Transcript } from './transcript.svelte.ts';

/** This near to the end counts as being there. */
const endPx = 48;
/** Room above a row that was jumped to, for the line that names its turn. */
const headPx = 48;
/** So many screens before an end of the window the rows beyond it are read, so that the reader never gets there first. */
const aheadViews = 6;
/** Frames to wait for a row to be drawn. */
const drawTries = 30;
/** Frames to wait for found words: a whole output may have to be fetched first. */
const revealTries = 90;

/** Where the reader is in a transcript, and how to get elsewhere. */
export class Reader {
  readonly view = new ListView();
  /** The end was in view: new rows keep it there. */
  #follows = $state(true);
  #first = $state(0);
  #chapter = $state.raw<RowOf<'prompt'>>();
  /** Messages there were when the end was last in view, or when the reader came. */
  #seenTotal = $state<number>();
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

  /** Key of the first message in view. */
  readonly firstKey = $derived.by(() => this.#transcript.rows[this.#first]?.message.key);

  readonly fresh = $derived.by(() => Math.max(0, this.#transcript.total - (this.#seenTotal ?? this.#transcript.total)));

  get isFollowing(): boolean {
    return this.#follows && this.#transcript.isAtEnd;
  }

  onScroll(): void {
    if (!this.view.isAttached) return;
    const { offset, left, viewSize } = this.view;
    // Content that grows changes `left` too; only the reader's own way up ends the following.
    if (left <= endPx && this.#transcript.isAtEnd) this.#follow(true);
    else if (offset < this.#lastOffset - 2) this.#follow(false);
    if (this.isFollowing || this.#seenTotal === undefined) this.#seenTotal = this.#transcript.total;
    this.#lastOffset = offset;
    this.#first = this.view.indexAt(this.view.covered() + headPx + 4);
    this.#chapter = promptAt(this.#transcript.rows, this.#first);
    if (offset < aheadViews * viewSize) void this.#readOn(() => this.#transcript.older(), this.#transcript.hasOlder);
    else if (left < aheadViews * viewSize) void this.#readOn(() => this.#transcript.newer(), !this.#transcript.isAtEnd);
  }

  /** Rows came or changed their height. */
  onGrow(): void {
    if (this.isFollowing) this.toEnd();
    this.onScroll();
  }

  toEnd(): void {
    this.view.showEnd();
  }

  showIndex(index: number): void {
    this.#follow(false);
    this.#showRow(this.#transcript.rows[index]?.key);
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

  /** Goes to a tool call; `message` is the one that made it, if that is known. */
  async showCall(call: string, message: string | undefined): Promise<void> {
    if (message !== undefined && (await this.#bring(message)) < 0) return;
    const index = openCall(this.#transcript, call, message, false);
    await tick();
    if (index >= 0) this.showIndex(index);
  }

  /**
   * Goes to words inside a message or a call and opens what hides them. Resolves with where they are drawn, or
   * with nothing when the text on screen does not hold them.
   */
  async reveal(target: RevealTarget): Promise<Range | undefined> {
    this.#follow(false);
    this.#transcript.sought = { message: target.message, callId: target.call, match: target.match };
    const key = target.message ?? this.#transcript.ownerOf(target.call ?? '');
    if ((await this.#bring(key)) < 0) return undefined;
    for (const open of foldsAround(target)) {
      const index = open(this.#transcript);
      if (index < 0) return undefined;
      await tick();
      const row = this.#transcript.rows[index];
      if (row === undefined) return undefined;
      this.showIndex(index);
      const range = await this.#drawn(row.key, target);
      if (range === undefined) continue;
      // Scrolls the box the words are in, then the page.
      scrollBoxTo(range);
      this.view.showRect(() => (range.startContainer.isConnected ? range.getBoundingClientRect() : undefined));
      return range;
    }
    return undefined;
  }

  /** The first match in a row that was scrolled to, as soon as it is drawn. */
  async #drawn(rowKey: string, { match, call }: RevealTarget): Promise<Range | undefined> {
    for (let tries = 0; tries < revealTries; tries++) {
      await new Promise(requestAnimationFrame);
      const row = this.view.root?.querySelector(`[data-row="${CSS.escape(rowKey)}"]`);
      const within = call === undefined ? row : (row?.querySelector(`[data-call="${CSS.escape(call)}"]`) ?? row);
      // What is still being fetched may hold the words elsewhere.
      const isWhole = within?.querySelector('[data-partial]') === null;
      const [range] = within == null || !isWhole ? [] : rangesIn(within, match);
      if (range !== undefined) return range;
    }
    return undefined;
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

  /** By its key: what is read before it meanwhile changes its index. */
  #showRow(key: string | undefined): void {
    if (key === undefined) return;
    this.view.show(() => this.#transcript.rows.findIndex((row) => row.key === key), { align: 'start', gap: headPx });
  }

  #follow(follows: boolean): void {
    this.#follows = follows;
    this.#transcript.isFollowed = follows;
  }

  #focus(index: number): void {
    const row = this.#transcript.rows[index];
    if (row === undefined) return;
    this.#follow(false);
    this.#showRow(row.key);
    this.#stepped = row.key;
    this.#focusWhenDrawn(row.key, drawTries);
  }

  /** A row far away is drawn only after the list has scrolled there, which takes a few frames. */
  #focusWhenDrawn(key: string, tries: number): void {
    requestAnimationFrame(() => {
      const element = this.view.root?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`);
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
