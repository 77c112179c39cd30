import type { BelfryEvent, MessagePage, MessageView, SessionDetail } from '@belfry/core';
import { tick } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { Api } from '../../api/api.ts';
import { type ApiProblem, isAborted, toProblem } from '../../api/problem.ts';
import type { Matcher } from '../find/matcher.ts';
import { toFirstPage } from './first-page.ts';
import { IssuePlaces } from './issue-places.svelte.ts';
import {
  emptyWindow,
  type MessageWindow,
  toWindow,
  trimmed,
  withChanged,
  withNewer,
  withOlder,
} from './message-window.ts';
import type { Row } from './row.ts';
import { toRows } from './rows.ts';

const pageSize = 60;
/** A reader who follows reads so many pages of a burst; of a longer one only the end. */
const burstPages = 6;
/** Sources and other facts that no event carries are read again so often at most while the session moves. */
const detailMs = 5000;

/** A place inside the text of a message or a call, found by its words. */
export interface Sought {
  message?: string | undefined;
  callId: string | undefined;
  match: Matcher;
}

/** A sheet over the transcript: records as they stand, or a call with all that is known of it. */
export interface Opened {
  kind: 'raw' | 'call';
  /** Key of a message or id of a call. */
  of: string;
}

/** One session as it is read: a window of its messages that moves with the reader and grows at the live end. */
export class Transcript {
  readonly id: string;
  /** Whether the reader stays at the newest message; set by whoever knows where the reader is. */
  isFollowed = true;
  #window = $state.raw<MessageWindow>(emptyWindow);
  #detail = $state.raw<SessionDetail>();
  #total = $state(0);
  #isLoaded = $state(false);
  #problem = $state.raw<ApiProblem>();
  #isAstray = $state(false);
  /** True while rows are added or taken at the start: the list then keeps its place from the end. */
  #isShifting = $state(false);
  /** What the reader was taken to, so that long texts are drawn around it and not from their beginning. */
  #sought = $state.raw<Sought>();
  /** Folds the reader opened or closed. */
  readonly folds = new SvelteMap<string, boolean>();
  /** What is shown over the transcript. */
  opened = $state.raw<Opened>();
  /** Copies a text and says so; set by the page, which has the place to say it. */
  copy: (text: string, done: string) => void = () => {};
  readonly #issues: IssuePlaces;
  readonly rows: Row[] = $derived.by(() =>
    toRows(this.#window.messages, (key) => this.folds.get(key) ?? false, this.#issues.byMessage),
  );
  readonly #api: Api;
  readonly #left = new AbortController();
  #detailAt = 0;
  #queue: Promise<void> = Promise.resolve();

  constructor(api: Api, id: string) {
    this.#api = api;
    this.id = id;
    this.#issues = new IssuePlaces(api, id);
  }

  get sought(): Sought | undefined {
    return this.#sought;
  }
  /** What was sought in a call, or in a message outside of its calls, if that was the place. */
  soughtIn(place: { callId: string } | MessageView): Matcher | undefined {
    const sought = this.#sought;
    const isHere = 'callId' in place ? sought?.callId === place.callId : sought?.message === place.key;
    return isHere && ('callId' in place || sought?.callId === undefined) ? sought?.match : undefined;
  }
  set sought(sought: Sought | undefined) {
    this.#sought = sought;
  }
  get messages() {
    return this.#window.messages;
  }
  get detail(): SessionDetail | undefined {
    return this.#detail;
  }
  get total(): number {
    return this.#total;
  }
  get isLoaded(): boolean {
    return this.#isLoaded;
  }
  get problem(): ApiProblem | undefined {
    return this.#problem;
  }
  /** Whether a human typed the prompts; a subagent's are written by the agent that called it. */
  get isYours(): boolean {
    return this.#detail?.relation !== 'subagent';
  }
  /** The message that was asked for is not in this session. */
  get isAstray(): boolean {
    return this.#isAstray;
  }
  get isShifting(): boolean {
    return this.#isShifting;
  }
  get hasOlder(): boolean {
    return this.#window.previous !== undefined;
  }
  /** Whether the newest message is in the window. */
  get isAtEnd(): boolean {
    return this.#isLoaded && this.#window.next === undefined;
  }

  /** Reads the newest messages, the first ones, or those around a message. */
  open(place: 'start' | 'end' | { around: string }): Promise<void> {
    return this.#inTurn(async () => {
      const [page] = await Promise.all([this.#readFirst(place), this.#readDetail()]);
      this.#window = toWindow(page);
      this.#total = page.total;
      this.#isLoaded = true;
    });
  }

  older(): Promise<void> {
    return this.#inTurn(async () => {
      const { previous } = this.#window;
      if (previous === undefined) return;
      const page = await this.#read({ before: previous });
      await this.#shift(() => withOlder(this.#window, page));
      this.#window = trimmed(this.#window, 'older');
    });
  }

  newer(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#window.next !== undefined) await this.#readOn();
    });
  }

  /** What the stream says about this session. */
  apply(events: readonly BelfryEvent[]): void {
    const changed = new Set<string>();
    let added = 0;
    for (const event of events) {
      if (!('sessionId' in event) || event.sessionId !== this.id) continue;
      if (event.type === 'session.added' || event.type === 'session.updated') {
        if (this.#detail !== undefined) this.#detail = { ...this.#detail, ...event.session };
        // Its page was open before the daemon had heard of it.
        else if (!this.#isLoaded && this.#problem !== undefined) void this.open('end');
      } else if (event.type === 'message.added') added += 1;
      else if (event.type === 'message.updated') changed.add(event.message.key);
      else if ('call' in event) changed.add(event.call.messageKey ?? this.ownerOf(event.call.callId));
    }
    const known = this.messages.filter((message) => changed.has(message.key)).map((message) => message.key);
    if (added === 0 && known.length === 0) return;
    this.#total += added;
    void this.#refresh(known, added > 0);
  }

  /** Events were lost: reads the window again, in place, and what came after its end. */
  async refetch(): Promise<void> {
    if (!this.#isLoaded) return;
    await this.#inTurn(async () => {
      await this.#readDetail();
      const middle = this.messages[Math.floor(this.messages.length / 2)];
      if (middle !== undefined) {
        const page = await this.#read({ around: middle.key, limit: this.messages.length });
        this.#window = withChanged(this.#window, page.messages);
        this.#total = page.total;
      }
    });
    if (this.isAtEnd) await this.#refresh([], true);
  }

  leave(): void {
    this.#left.abort();
  }

  /** Reads changed messages again and, at the live end, those that came after. */
  async #refresh(keys: readonly string[], hasNew: boolean): Promise<void> {
    await this.#inTurn(async () => {
      const pages = await Promise.all(keys.slice(-20).map((key) => this.#read({ around: key, limit: 1 })));
      const messages = pages.flatMap((page) => page.messages);
      if (messages.length > 0) this.#window = withChanged(this.#window, messages);
      if (Date.now() - this.#detailAt > detailMs) await this.#readDetail();
      if (!hasNew || this.#window.next !== undefined) return;
      await this.#readOn();
      // A burst longer than a page: whoever follows is taken to its end, nobody else is moved.
      for (let pages = 1; this.isFollowed && this.#window.next !== undefined; pages++) {
        if (pages < burstPages) await this.#readOn();
        else this.#window = toWindow(await this.#read({ edge: 'end' }));
      }
    });
  }

  /** Reads the page after the last message of the window. */
  async #readOn(): Promise<void> {
    const last = this.#window.next ?? this.messages.at(-1)?.cursor;
    const page = await this.#read(last === undefined ? { edge: 'end' } : { after: last });
    this.#window = withNewer(this.#window, page);
    await this.#trimStart();
  }

  async #trimStart(): Promise<void> {
    const shorter = trimmed(this.#window, 'newer');
    if (shorter !== this.#window) await this.#shift(() => shorter);
  }

  /** The list is told first that its start changes, then given the rows, so that nothing moves under the reader. */
  async #shift(change: () => MessageWindow): Promise<void> {
    await tick();
    this.#isShifting = true;
    this.#window = change();
    await tick();
    this.#isShifting = false;
  }

  /** Key of the message that made a call, empty where the window holds none. */
  ownerOf(callId: string): string {
    return this.messages.find((message) => message.calls.some((call) => call.callId === callId))?.key ?? '';
  }

  #read(query: { before?: string; after?: string; around?: string; edge?: 'start' | 'end'; limit?: number }) {
    return this.#api.call('listMessages', {
      params: { id: this.id },
      query: { limit: pageSize, ...query },
      signal: this.#left.signal,
    }) satisfies Promise<MessagePage>;
  }

  /** A link may point to a message that is not here: of another session, or mistyped. The end is shown then. */
  async #readFirst(place: 'start' | 'end' | { around: string }): Promise<MessagePage> {
    const { signal } = this.#left;
    this.#isAstray = false;
    try {
      return await this.#api.call('listMessages', { ...toFirstPage(this.id, place), signal });
    } catch (thrown) {
      if (typeof place === 'string' || toProblem(thrown).code !== 'BELFRY_CURSOR_INVALID') throw thrown;
      this.#isAstray = true;
      return this.#api.call('listMessages', { ...toFirstPage(this.id, 'end'), signal });
    }
  }

  async #readDetail(): Promise<void> {
    this.#detailAt = Date.now();
    this.#detail = await this.#api.call('getSession', { params: { id: this.id }, signal: this.#left.signal });
    void this.#issues.follow(this.#detail.issues, this.#left.signal);
  }

  /** One change of the window after the other; a failure is shown, not thrown. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      try {
        await work();
        this.#problem = undefined;
      } catch (thrown) {
        if (!isAborted(thrown)) this.#problem = toProblem(thrown);
      }
    });
    return this.#queue;
  }
}
