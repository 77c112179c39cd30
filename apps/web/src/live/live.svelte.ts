import { type SyncStatus, toApiUrl } from '@belfry/api/contract';
import type { BelfryEvent, QuotaSample, SessionView } from '@belfry/core';
import { SvelteMap } from 'svelte/reactivity';
import type { Api } from '../api/api.ts';
import { type ApiProblem, toProblem } from '../api/problem.ts';
import { isAfter } from './event-id.ts';
import { type FeedEntry, mergeFeed, toFeedEntry, toMessageEntry, toToolEntry } from './feed-entry.ts';
import type { Frame, Link } from './frame.ts';
import { Inbox } from './inbox.ts';
import { Lineage } from './lineage.svelte.ts';
import { joinLoneStream } from './lone-stream.ts';
import { joinSharedStream } from './shared-stream.ts';
import { Watch } from './watch.svelte.ts';

const listed = 200;
const feedLength = 200;
const standingAlerts = 500;
/** Subagents that wrote since then make their session a live one. */
const latelyMs = 3_600_000;

/** Something on screen that must hear of changes: events in order, or that it has to read everything anew. */
export interface LiveListener {
  events(events: BelfryEvent[]): void;
  refetch(): void;
}

/** What the daemon says now: recent sessions, their states, alerts, feed, quota, import progress; fed by one stream per browser. */
export class Live {
  readonly sessions = new SvelteMap<string, SessionView>();
  readonly lineage = new Lineage();
  readonly watch = new Watch(this.lineage);
  readonly quota = new SvelteMap<string, QuotaSample>();
  #feed = $state.raw<FeedEntry[]>([]);
  #sync = $state.raw<SyncStatus>();
  #total = $state(0);
  #link = $state<Link>('connecting');
  #lostAt = $state<number>();
  #heardAt = $state<number>();
  #isLoaded = $state(false);
  #problem = $state.raw<ApiProblem>();
  #asOf: string | undefined;
  #isFeedWanted = false;
  /** Frames that came while snapshots were on their way, which may be older than they are. */
  #meanwhile: Frame[] = [];
  #refetches = 0;
  #stream: { leave(): void } | undefined;
  readonly #listeners = new Set<LiveListener>();
  readonly #api: Api;
  readonly #inbox = new Inbox({
    isHidden: () => document.hidden,
    apply: (frames) => this.#apply(frames),
    overflow: () => void this.refetch(),
  });

  constructor(api: Api) {
    this.#api = api;
  }

  get feed(): FeedEntry[] {
    return this.#feed;
  }
  get sync(): SyncStatus | undefined {
    return this.#sync;
  }
  /** Sessions in the archive, subagents not counted. */
  get total(): number {
    return this.#total;
  }
  get link(): Link {
    return this.#link;
  }
  /** When the connection was lost, ms since 1970; undefined while it stands. */
  get lostAt(): number | undefined {
    return this.#lostAt;
  }
  /** When the daemon was last heard of. */
  get heardAt(): number | undefined {
    return this.#heardAt;
  }
  get isLoaded(): boolean {
    return this.#isLoaded;
  }
  get problem(): ApiProblem | undefined {
    return this.#problem;
  }

  start(): void {
    if (this.#stream !== undefined) return;
    const join = 'locks' in navigator ? joinSharedStream : joinLoneStream;
    this.#stream = join({
      name: `belfry ${new URL(document.baseURI).pathname}`,
      url: (since) => new URL(toApiUrl('streamEvents', {}, { since }), document.baseURI).href,
      onFrame: (frame) => this.#inbox.add(frame),
      onLink: (link) => this.#setLink(link),
    });
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.#inbox.wake();
    });
    void this.refetch();
  }

  listen(listener: LiveListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Reads everything on screen anew; what is shown stays until the answer is there. */
  async refetch(): Promise<void> {
    for (const listener of this.#listeners) listener.refetch();
    this.#refetches += 1;
    try {
      const lately = new Date(Date.now() - latelyMs).toISOString();
      const [list, sync, family, states, alerts] = await Promise.all([
        this.#api.call('listSessions', { query: { sort: 'recent', limit: listed } }),
        this.#api.call('getSync', {}),
        this.#api.call('listSessions', { query: { includeSubagents: true, from: lately, limit: listed } }),
        this.#api.call('listStates', {}),
        this.#api.call('listAlerts', { query: { limit: standingAlerts } }),
      ]);
      for (const session of family.items) if (session.relation === 'subagent') this.lineage.note(session);
      this.#asOf = [list, sync, states, alerts].map(({ asOf }) => asOf).reduce((a, b) => (isAfter(a, b) ? b : a));
      this.#sync = sync;
      this.#total = list.total;
      const ids = new Set(list.items.map((session) => session.id));
      for (const session of list.items) this.sessions.set(session.id, session);
      for (const id of this.sessions.keys()) if (!ids.has(id)) this.sessions.delete(id);
      this.watch.begin(states.items, alerts.items);
      for (const { id, message } of this.#meanwhile) {
        if (!isEvent(message)) continue;
        if (isAfter(id, states.asOf)) this.watch.noteState(message);
        if (isAfter(id, alerts.asOf)) this.watch.noteAlert(message);
        if (isAfter(id, list.asOf)) this.#noteSession(message);
        if (isAfter(id, sync.asOf)) this.#noteSync(message);
      }
      this.#problem = undefined;
      this.#isLoaded = true;
      this.#heardAt = Date.now();
      if (this.#isFeedWanted) await this.#seedFeed();
    } catch (thrown) {
      this.#problem = toProblem(thrown);
    } finally {
      this.#refetches -= 1;
      if (this.#refetches === 0) this.#meanwhile = [];
    }
  }

  /** Fills the feed with what was said last; only pages that show it ask for it. */
  fillFeed(): void {
    if (this.#isFeedWanted) return;
    this.#isFeedWanted = true;
    if (this.#isLoaded) void this.#seedFeed();
  }

  async #seedFeed(): Promise<void> {
    const { items, sessions } = await this.#api.call('listFeed', { query: { limit: feedLength } });
    for (const session of sessions) if (session.relation === 'subagent') this.lineage.note(session);
    this.#addToFeed(items.map(toFeedEntry).reverse());
  }

  #addToFeed(entries: (FeedEntry | undefined)[]): void {
    const news = entries.filter((entry) => entry !== undefined);
    if (news.length > 0) this.#feed = mergeFeed(this.#feed, news, feedLength);
  }

  #setLink(link: Link): void {
    if (link === 'lost') {
      this.#lostAt ??= Date.now();
      // Says whether the daemon is away or the sign-in is over; the stream itself cannot tell.
      void this.#api.call('getVersion', {}).catch(() => undefined);
    }
    if (link === 'open') {
      this.#lostAt = undefined;
      this.#heardAt = Date.now();
      if (this.#problem !== undefined) void this.refetch();
    }
    this.#link = link;
  }

  #apply(frames: Frame[]): void {
    this.#heardAt = Date.now();
    if (this.#refetches > 0) this.#meanwhile.push(...frames);
    if (frames.some(({ message }) => message.type === 'stream.reset')) void this.refetch();
    const events: BelfryEvent[] = [];
    for (const { id, message } of frames) {
      if (message.type === 'stream.opened') {
        // What happened between our first snapshot and the opening is in neither.
        if (this.#asOf !== undefined && this.#asOf !== id && isAfter(id, this.#asOf)) void this.refetch();
      } else if (isEvent(message)) events.push(message);
    }
    if (events.length === 0) return;
    for (const event of events) {
      this.#noteSession(event);
      this.#noteSync(event);
      this.watch.noteState(event);
      this.watch.noteAlert(event);
    }
    this.#letGoOfOld();
    this.#addToFeed(events.map(toEntry));
    for (const listener of this.#listeners) listener.events(events);
  }

  #noteSession(event: BelfryEvent): void {
    const isListed = 'session' in event && event.session.relation !== 'subagent';
    if ('session' in event && event.session.relation === 'subagent') this.lineage.note(event.session);
    if (isListed) this.sessions.set(event.session.id, event.session);
    if (isListed && event.type === 'session.added') this.#total += 1;
    if (event.type === 'session.removed' && this.sessions.delete(event.sessionId)) this.#total -= 1;
    if (event.type === 'quota.sampled') this.quota.set(`${event.sample.agent} ${event.sample.limit}`, event.sample);
    if (event.type === 'source.vanished') {
      for (const id of event.sessionIds) {
        const session = this.sessions.get(id);
        if (session !== undefined) this.sessions.set(id, { ...session, sourceGone: true });
      }
    }
  }

  #noteSync(event: BelfryEvent): void {
    if (this.#sync === undefined) return;
    if (event.type === 'sync.progressed') this.#sync = { ...this.#sync, progress: event.progress };
    if (event.type === 'notices.changed') this.#sync = { ...this.#sync, notices: event.notices };
  }

  /** A first import announces every session there is; only the newest are kept here. */
  #letGoOfOld(): void {
    if (this.sessions.size <= 2 * listed) return;
    const oldest = [...this.sessions.values()].sort(byLastAt).slice(0, this.sessions.size - listed);
    for (const { id } of oldest) this.sessions.delete(id);
  }
}

function isEvent(message: Frame['message']): message is BelfryEvent {
  return !['stream.opened', 'stream.reset', 'stream.heartbeat'].includes(message.type);
}

function byLastAt(a: SessionView, b: SessionView): number {
  return (a.lastAt ?? '').localeCompare(b.lastAt ?? '');
}

function toEntry(event: BelfryEvent): FeedEntry | undefined {
  switch (event.type) {
    case 'message.added':
    case 'message.updated':
      return toMessageEntry(event.sessionId, event.message);
    case 'tool-call.started':
    case 'tool-call.finished':
      return toToolEntry(event.sessionId, event.call);
    default:
      return undefined;
  }
}
