import type { BelfryEvent, SessionView } from '@belfry/core';
import type { Api } from '../../api/api.ts';
import { type ApiProblem, isAborted, toProblem } from '../../api/problem.ts';

const pageSize = 100;

/** The archive's sessions, newest first, read page by page as the reader scrolls; filtered by the server. */
export class SessionList {
  #items = $state.raw<SessionView[]>([]);
  #total = $state(0);
  #next = $state<string>();
  #text = $state('');
  #isLoading = $state(false);
  #isLoaded = $state(false);
  #problem = $state.raw<ApiProblem>();
  /** Sessions that appeared since the list was read. */
  #fresh = $state.raw<ReadonlySet<string>>(new Set());
  #request = new AbortController();
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  get items(): SessionView[] {
    return this.#items;
  }
  get total(): number {
    return this.#total;
  }
  get text(): string {
    return this.#text;
  }
  get isLoading(): boolean {
    return this.#isLoading;
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
  get hasMore(): boolean {
    return this.#next !== undefined;
  }

  /** Shows the sessions that contain `text`; the old ones stay until the answer is there. */
  async filter(text: string): Promise<void> {
    this.#text = text;
    await this.reload();
  }

  async reload(): Promise<void> {
    await this.#read(undefined);
  }

  async more(): Promise<void> {
    if (this.#next !== undefined && !this.#isLoading) await this.#read(this.#next);
  }

  /** Changes rows where they stand; what is new waits until the reader asks. */
  apply(events: readonly BelfryEvent[]): void {
    const changed = new Map<string, SessionView>();
    for (const event of events) {
      if (event.type === 'session.added' || event.type === 'session.updated')
        changed.set(event.sessionId, event.session);
    }
    if (changed.size === 0) return;
    const known = new Set(this.#items.map((item) => item.id));
    this.#items = this.#items.map((item) => changed.get(item.id) ?? item);
    if (this.#text !== '') return;
    const fresh = [...changed.values()].filter((session) => session.relation !== 'subagent' && !known.has(session.id));
    const newest = this.#items[0]?.lastAt ?? '';
    const above = fresh.filter((session) => (session.lastAt ?? '') > newest).map((session) => session.id);
    if (above.length > 0) this.#fresh = new Set([...this.#fresh, ...above]);
  }

  async #read(cursor: string | undefined): Promise<void> {
    this.#request.abort();
    const request = new AbortController();
    this.#request = request;
    this.#isLoading = true;
    try {
      const text = this.#text.trim();
      const page = await this.#api.call('listSessions', {
        query: { sort: 'recent', limit: pageSize, cursor, text: text === '' ? undefined : text },
        signal: request.signal,
      });
      const known = new Set(cursor === undefined ? [] : this.#items.map((item) => item.id));
      const added = page.items.filter((item) => !known.has(item.id));
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
