import type { BelfryEvent, SessionView } from '@belfry/core';
import { SvelteMap } from 'svelte/reactivity';
import type { Api } from '../../api/api.ts';
import { type ApiProblem, isAborted, toProblem } from '../../api/problem.ts';
import { readerZone } from '../../format/zone.ts';
import { type ArchiveQuery, type ArchiveSort, countFilters, toListFilters } from './archive-query.ts';

const pageSize = 100;

/** What the list was when the reader left it. */
interface Left {
  sort: ArchiveSort;
  placedAt: [string, string | undefined][];
  items: SessionView[];
  total: number;
  next: string | undefined;
  unfolded: [string, SessionView[]][];
}

/** The archive's sessions as the query narrows and sorts them, read page by page as the reader scrolls. */
export class ArchiveList {
  #items = $state.raw<SessionView[]>([]);
  #sort = $state<ArchiveSort>('recent');
  #total = $state(0);
  #next = $state<string>();
  #query: ArchiveQuery | undefined;
  #isLoading = $state(false);
  #isLoaded = $state(false);
  #problem = $state.raw<ApiProblem>();
  /** Sessions that appeared since the list was read. */
  #fresh = $state.raw<ReadonlySet<string>>(new Set());
  #isBack = false;
  #request = new AbortController();
  /** Last records as they were when each item was read. */
  readonly #placedAt = new Map<string, string | undefined>();
  readonly #unfolded = new SvelteMap<string, SessionView[]>();
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** How the items are ordered; a new order shows with its first page. */
  get sort(): ArchiveSort {
    return this.#sort;
  }
  get items(): SessionView[] {
    return this.#items;
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
  get fresh(): number {
    return this.#fresh.size;
  }
  get isComplete(): boolean {
    return this.#isLoaded && this.#next === undefined;
  }

  /** Lists what the query asks for; the old rows stay until the answer is there. */
  async show(query: ArchiveQuery): Promise<void> {
    this.#query = query;
    const isBack = this.#isBack;
    this.#isBack = false;
    if (!isBack) await this.#read(undefined);
  }

  async reload(): Promise<void> {
    await this.#read(undefined);
  }

  async more(): Promise<void> {
    if (this.#next !== undefined && !this.#isLoading) await this.#read(this.#next);
  }

  /** The last record of a session when it was listed. */
  placedAt(session: SessionView): string | undefined {
    return this.#placedAt.has(session.id) ? this.#placedAt.get(session.id) : session.lastAt;
  }

  /** What came from a session, while it is unfolded. */
  childrenOf(id: string): SessionView[] | undefined {
    return this.#unfolded.get(id);
  }

  async unfold(id: string): Promise<void> {
    if (this.#unfolded.has(id)) return;
    try {
      const { items } = await this.#api.call('listChildren', { params: { id } });
      this.#unfolded.set(id, items);
    } catch (thrown) {
      this.#problem = toProblem(thrown);
    }
  }

  fold(id: string): void {
    this.#unfolded.delete(id);
  }

  leave(): Left {
    return {
      sort: this.#sort,
      placedAt: [...this.#placedAt],
      items: this.#items,
      total: this.#total,
      next: this.#next,
      unfolded: [...this.#unfolded],
    };
  }

  /** Puts back what was here before; the next `show` keeps it. */
  comeBack(left: Left): void {
    this.#sort = left.sort;
    for (const [id, at] of left.placedAt) this.#placedAt.set(id, at);
    this.#items = left.items;
    this.#total = left.total;
    this.#next = left.next;
    for (const [id, children] of left.unfolded) this.#unfolded.set(id, children);
    this.#isLoaded = true;
    this.#isBack = true;
  }

  /** Changes rows where they stand; what is new waits until the reader asks. */
  apply(events: readonly BelfryEvent[]): void {
    const changed = new Map<string, SessionView>();
    const removed = new Set<string>();
    for (const event of events) {
      if (event.type === 'session.added' || event.type === 'session.updated')
        changed.set(event.sessionId, event.session);
      else if (event.type === 'session.removed') removed.add(event.sessionId);
    }
    if (changed.size === 0 && removed.size === 0) return;
    const known = new Set(this.#items.map((item) => item.id));
    const kept = removed.size === 0 ? this.#items : this.#items.filter((item) => !removed.has(item.id));
    this.#total -= this.#items.length - kept.length;
    this.#items = kept.map((item) => changed.get(item.id) ?? item);
    for (const [id, children] of this.#unfolded) {
      if (children.some((child) => changed.has(child.id)))
        this.#unfolded.set(
          id,
          children.map((child) => changed.get(child.id) ?? child),
        );
    }
    this.#noteFresh([...changed.values()].filter((session) => !known.has(session.id)));
  }

  #noteFresh(sessions: readonly SessionView[]): void {
    const query = this.#query;
    if (query === undefined || query.sort !== 'recent' || countFilters(query) > 0) return;
    const newest = this.#items[0]?.lastAt ?? '';
    const above = sessions.filter((session) => session.relation !== 'subagent' && (session.lastAt ?? '') > newest);
    if (above.length > 0) this.#fresh = new Set([...this.#fresh, ...above.map((session) => session.id)]);
  }

  async #read(cursor: string | undefined): Promise<void> {
    const query = this.#query;
    if (query === undefined) return;
    this.#request.abort();
    const request = new AbortController();
    this.#request = request;
    this.#isLoading = true;
    try {
      const page = await this.#api.call('listSessions', {
        query: { ...toListFilters(query, Date.now(), readerZone), sort: query.sort, limit: pageSize, cursor },
        signal: request.signal,
      });
      const known = new Set(cursor === undefined ? [] : this.#items.map((item) => item.id));
      const added = page.items.filter((item) => !known.has(item.id));
      if (cursor === undefined) this.#placedAt.clear();
      for (const item of added) this.#placedAt.set(item.id, item.lastAt);
      this.#sort = query.sort;
      this.#items = cursor === undefined ? page.items : [...this.#items, ...added];
      this.#total = page.total;
      this.#next = page.next;
      this.#problem = undefined;
      if (cursor === undefined) this.#fresh = new Set();
      this.#isLoaded = true;
    } catch (thrown) {
      if (isAborted(thrown)) return;
      this.#problem = toProblem(thrown);
    }
    if (this.#request === request) this.#isLoading = false;
  }
}
