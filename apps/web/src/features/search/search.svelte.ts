import type { ApiQuery, ApiResponse } from '@belfry/api/contract';
import type { SearchHit, SessionView } from '@belfry/core';
import type { Api } from '../../api/api.ts';
import { type ApiProblem, isAborted, toProblem } from '../../api/problem.ts';

type Answer = ApiResponse<'search'>;

const pageSize = 40;
/** A scan answers stretch by stretch; so many without a hit are passed over before the reader is asked. */
const emptyPages = 6;

/** Hits of one question, read page by page. */
export class Search {
  #hits = $state.raw<SearchHit[]>([]);
  #sessions = $state.raw<ReadonlyMap<string, SessionView>>(new Map());
  /** The newest answer; what it says of totals holds for all pages. */
  #answer = $state.raw<Answer>();
  #first = $state.raw<Answer>();
  #isLoading = $state(false);
  #problem = $state.raw<ApiProblem>();
  #query: ApiQuery<'search'> | undefined;
  #request = new AbortController();
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  get hits(): SearchHit[] {
    return this.#hits;
  }
  get sessions(): ReadonlyMap<string, SessionView> {
    return this.#sessions;
  }
  /** The first page's answer: alternatives, how it was looked for, how long it took. */
  get first(): Answer | undefined {
    return this.#first;
  }
  get last(): Answer | undefined {
    return this.#answer;
  }
  get isLoading(): boolean {
    return this.#isLoading;
  }
  get hasMore(): boolean {
    return this.#answer?.next !== undefined;
  }
  get problem(): ApiProblem | undefined {
    return this.#problem;
  }

  /** Asks anew; the hits of before stay until the answer is there. */
  async ask(query: ApiQuery<'search'>): Promise<void> {
    this.#query = query;
    await this.#read(undefined);
    for (let pages = 0; pages < emptyPages && this.#hits.length === 0 && this.hasMore; pages++) await this.more();
  }

  async more(): Promise<void> {
    if (this.#answer?.next !== undefined && !this.#isLoading) await this.#read(this.#answer.next);
  }

  clear(): void {
    this.#request.abort();
    this.#query = undefined;
    this.#hits = [];
    this.#sessions = new Map();
    this.#first = undefined;
    this.#answer = undefined;
    this.#problem = undefined;
    this.#isLoading = false;
  }

  async #read(cursor: string | undefined): Promise<void> {
    if (this.#query === undefined) return;
    this.#request.abort();
    const request = new AbortController();
    this.#request = request;
    this.#isLoading = true;
    try {
      const answer = await this.#api.call('search', {
        query: { limit: pageSize, ...this.#query, cursor },
        signal: request.signal,
      });
      const isFirst = cursor === undefined;
      const known = new Set(isFirst ? [] : this.#hits.map((hit) => hit.id));
      this.#hits = [...(isFirst ? [] : this.#hits), ...answer.items.filter((hit) => !known.has(hit.id))];
      this.#sessions = new Map([
        ...(isFirst ? [] : this.#sessions),
        ...answer.sessions.map((session) => [session.id, session] as const),
      ]);
      this.#answer = answer;
      if (isFirst) this.#first = answer;
      this.#problem = undefined;
    } catch (thrown) {
      if (isAborted(thrown)) return;
      this.#problem = toProblem(thrown);
    }
    if (this.#request === request) this.#isLoading = false;
  }
}
