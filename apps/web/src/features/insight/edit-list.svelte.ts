import type { BelfryEvent, FileEdit, SessionView } from '@belfry/core';
import type { Api } from '../../api/api.ts';
import { type ApiProblem, isAborted, toProblem } from '../../api/problem.ts';
import { type EditsQuery, toEditFilters } from './edits-query.ts';

const pageSize = 100;

/** What the list was when the reader left it. */
export interface LeftEdits {
  items: FileEdit[];
  sessions: [string, SessionView][];
  next: string | undefined;
}

/** Edits as the query narrows them, read page by page as the reader scrolls. */
export class EditList {
  #items = $state.raw<FileEdit[]>([]);
  #sessions = $state.raw<ReadonlyMap<string, SessionView>>(new Map());
  #isLoaded = $state(false);
  #isComplete = $state(false);
  #problem = $state.raw<ApiProblem>();
  #lookedBackTo = $state<string>();
  /** Calls that wrote since the list was read. */
  #fresh = $state.raw<ReadonlySet<string>>(new Set());
  #next: string | undefined;
  #query: EditsQuery | undefined;
  #isLoading = false;
  #isBack = false;
  #request = new AbortController();
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  get items(): FileEdit[] {
    return this.#items;
  }
  get isLoaded(): boolean {
    return this.#isLoaded;
  }
  get isComplete(): boolean {
    return this.#isComplete;
  }
  get problem(): ApiProblem | undefined {
    return this.#problem;
  }
  get fresh(): number {
    return this.#fresh.size;
  }
  /** Where a search for something rare has come to; ISO 8601. */
  get lookedBackTo(): string | undefined {
    return this.#lookedBackTo;
  }

  sessionOf({ sessionId }: FileEdit): SessionView | undefined {
    return this.#sessions.get(sessionId);
  }

  /** Lists what the query asks for; the old rows stay until the answer is there. */
  async show(query: EditsQuery): Promise<void> {
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

  leave(): LeftEdits {
    return { items: this.#items, sessions: [...this.#sessions], next: this.#next };
  }

  /** Puts back what was here before; the next `show` keeps it. */
  comeBack(left: LeftEdits): void {
    this.#items = left.items;
    this.#sessions = new Map(left.sessions);
    this.#next = left.next;
    this.#isComplete = left.next === undefined;
    this.#isLoaded = true;
    this.#isBack = true;
  }

  /** Counts what is new; it waits until the reader asks. */
  apply(events: readonly BelfryEvent[]): void {
    const known = new Set(this.#items.map(({ sessionId, call }) => `${sessionId} ${call.callId}`));
    const news = events.flatMap((event) => {
      if (event.type !== 'tool-call.finished' || event.call.status !== 'ok') return [];
      const { kind, callId } = event.call;
      const isEdit = kind === 'edit' || kind === 'write';
      return isEdit && !known.has(`${event.sessionId} ${callId}`) ? [`${event.sessionId} ${callId}`] : [];
    });
    if (news.length > 0 && this.#isPlain()) this.#fresh = new Set([...this.#fresh, ...news]);
  }

  /** Only of the whole list is it known that what is new belongs to it. */
  #isPlain(): boolean {
    const query = this.#query;
    return (
      query !== undefined && query.q === '' && query.session === '' && query.agents.length + query.projects.length === 0
    );
  }

  async #read(cursor: string | undefined): Promise<void> {
    const query = this.#query;
    if (query === undefined) return;
    this.#request.abort();
    const request = new AbortController();
    this.#request = request;
    this.#isLoading = true;
    try {
      const page = await this.#api.call('listEdits', {
        query: { ...toEditFilters(query), limit: pageSize, cursor },
        signal: request.signal,
      });
      const known = new Set(cursor === undefined ? [] : this.#items.map((item) => item.id));
      const added = page.items.filter((item) => !known.has(item.id));
      this.#items = cursor === undefined ? page.items : [...this.#items, ...added];
      this.#sessions = new Map([
        ...(cursor === undefined ? [] : this.#sessions),
        ...page.sessions.map((session) => [session.id, session] as const),
      ]);
      this.#next = page.next;
      this.#isComplete = page.next === undefined;
      this.#lookedBackTo = page.lookedBackTo;
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
