import type { SessionView } from '@belfry/core';
import type { Api } from '../../api/api.ts';
import { type ApiProblem, isAborted, toProblem } from '../../api/problem.ts';
import { type FeedEntry, mergeFeed, toFeedEntry } from '../../live/feed-entry.ts';
import type { Live } from '../../live/live.svelte.ts';
import { type FeedFilter, passesFeed, toFeedQuery } from './feed-filter.ts';

const pageSize = 100;

/** The feed back to the beginning of the archive: what comes live on top, older pages as the reader scrolls. */
export class FeedHistory {
  #entries = $state.raw<FeedEntry[]>([]);
  #filter = $state<FeedFilter>('all');
  #isShifting = $state(false);
  #isComplete = $state(false);
  #isLoaded = $state(false);
  #problem = $state.raw<ApiProblem>();
  #lookedBackTo = $state<string>();
  #next: string | undefined;
  #isLoading = false;
  #request = new AbortController();
  readonly sessions = new Map<string, SessionView>();
  readonly #api: Api;
  readonly #live: Live;

  constructor(api: Api, live: Live) {
    this.#api = api;
    this.#live = live;
  }

  get entries(): FeedEntry[] {
    return this.#entries;
  }
  get filter(): FeedFilter {
    return this.#filter;
  }
  /** The last change added rows above the others. */
  get isShifting(): boolean {
    return this.#isShifting;
  }
  /** The last entry is the first there ever was. */
  get isComplete(): boolean {
    return this.#isComplete;
  }
  get isLoaded(): boolean {
    return this.#isLoaded;
  }
  get problem(): ApiProblem | undefined {
    return this.#problem;
  }
  /** Where a search for something rare has come to; ISO 8601. */
  get lookedBackTo(): string | undefined {
    return this.#lookedBackTo;
  }

  /** Begins anew with a filter. */
  async show(filter: FeedFilter): Promise<void> {
    this.#filter = filter;
    this.#entries = this.#live.feed.filter((entry) => passesFeed(filter, entry));
    this.#isShifting = false;
    await this.#read(undefined);
  }

  /** Reads the newest again, as after a gap in the stream; what is shown stays when it still joins on. */
  async reload(): Promise<void> {
    await this.#read(undefined);
  }

  async more(): Promise<void> {
    if (this.#next !== undefined && !this.#isLoading) await this.#read(this.#next);
  }

  /** Works in what came live. */
  follow(feed: readonly FeedEntry[]): void {
    const known = new Map(this.#entries.map((entry) => [entry.key, entry]));
    // Of what is older than the last entry read here, some is still to be read: it comes with its neighbours.
    const oldest = this.#isComplete ? '' : (this.#entries.at(-1)?.at ?? '');
    const news = feed.filter(
      (entry) => isNews(entry, known.get(entry.key)) && (entry.at ?? '') >= oldest && passesFeed(this.#filter, entry),
    );
    if (news.length === 0) return;
    this.#isShifting = true;
    this.#entries = mergeFeed(this.#entries, news.toReversed(), Number.POSITIVE_INFINITY);
  }

  async #read(cursor: string | undefined): Promise<void> {
    this.#request.abort();
    const request = new AbortController();
    this.#request = request;
    this.#isLoading = true;
    try {
      const query = { ...toFeedQuery(this.#filter), limit: pageSize, cursor };
      const page = await this.#api.call('listFeed', { query, signal: request.signal });
      for (const session of page.sessions) this.#note(session);
      this.#take(
        page.items.flatMap((item) => toFeedEntry(item) ?? []),
        cursor === undefined,
      );
      // The first page again, and it joined on: the list goes on where it went on before.
      if (cursor !== undefined || this.#next === undefined) this.#next = page.next;
      this.#lookedBackTo = page.lookedBackTo;
      this.#isComplete = this.#next === undefined;
      this.#problem = undefined;
      this.#isLoaded = true;
    } catch (thrown) {
      if (isAborted(thrown)) return;
      this.#problem = toProblem(thrown);
    }
    if (this.#request === request) this.#isLoading = false;
  }

  #take(entries: FeedEntry[], isFirst: boolean): void {
    const known = new Set(this.#entries.map((entry) => entry.key));
    const joinsOn = this.#isLoaded && entries.some((entry) => known.has(entry.key));
    this.#isShifting = isFirst && joinsOn;
    if (!isFirst) {
      this.#entries = [...this.#entries, ...entries.filter((entry) => !known.has(entry.key))];
      return;
    }
    // A gap between the page and what is shown would never be filled: what is below it is read again.
    if (!joinsOn) {
      this.#next = undefined;
      const oldest = entries.at(-1)?.at ?? '';
      this.#entries = this.#entries.filter((entry) => (entry.at ?? '') >= oldest);
    }
    this.#entries = mergeFeed(this.#entries, entries.toReversed(), Number.POSITIVE_INFINITY);
  }

  #note(session: SessionView): void {
    this.sessions.set(session.id, session);
    if (session.relation === 'subagent') this.#live.lineage.note(session);
  }
}

/** Not there yet, or there in an earlier state. */
function isNews(entry: FeedEntry, known: FeedEntry | undefined): boolean {
  if (known === undefined) return true;
  if (entry.kind === 'message') return known.kind !== 'message' || entry.message !== known.message;
  return known.kind !== 'tool' || entry.call !== known.call;
}
