import type { SessionUsageRow } from '@belfry/core';
import type { Api } from '../../api/api.ts';
import { type ApiProblem, isAborted, toProblem } from '../../api/problem.ts';
import { readerZone } from '../../format/zone.ts';
import { daysOf } from './periods.ts';
import type { UsagePlace, UsageSpan } from './usage-place.ts';
import { toFilters } from './usage-report.svelte.ts';

const pageSize = 25;

/** Sessions of the range by what they used, a page at a time; a new reading keeps as many rows as were shown. */
export class SessionUsageList {
  #items = $state.raw<SessionUsageRow[]>([]);
  #total = $state(0);
  #next = $state<string>();
  #problem = $state.raw<ApiProblem>();
  #isLoaded = $state(false);
  #request = new AbortController();
  #query: Record<string, unknown> = {};
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  get items(): SessionUsageRow[] {
    return this.#items;
  }
  get total(): number {
    return this.#total;
  }
  get hasMore(): boolean {
    return this.#next !== undefined;
  }
  get isLoaded(): boolean {
    return this.#isLoaded;
  }
  get problem(): ApiProblem | undefined {
    return this.#problem;
  }

  async show(place: UsagePlace, span: UsageSpan): Promise<void> {
    const days = place.period === undefined ? { from: span.from, to: span.to } : daysOf(place.period, span);
    const query = { ...toFilters(place), ...days, timezone: readerZone, sort: place.sort };
    const isSame = JSON.stringify(query) === JSON.stringify(this.#query);
    this.#query = query;
    await this.#read(undefined, isSame ? Math.max(this.#items.length, pageSize) : pageSize);
  }

  async more(): Promise<void> {
    if (this.#next !== undefined) await this.#read(this.#next, pageSize);
  }

  leave(): void {
    this.#request.abort();
  }

  async #read(cursor: string | undefined, limit: number): Promise<void> {
    this.#request.abort();
    const request = new AbortController();
    this.#request = request;
    try {
      const page = await this.#api.call('listUsageSessions', {
        query: { ...this.#query, cursor, limit },
        signal: request.signal,
      });
      this.#items = cursor === undefined ? page.items : [...this.#items, ...page.items];
      this.#total = page.total;
      this.#next = page.next;
      this.#problem = undefined;
      this.#isLoaded = true;
    } catch (thrown) {
      if (!isAborted(thrown)) this.#problem = toProblem(thrown);
    }
  }
}
