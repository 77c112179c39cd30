import type { ApiResponse } from '@belfry/api/contract';
import type { BelfryEvent } from '@belfry/core';
import { untrack } from 'svelte';
import type { Api } from '../../api/api.ts';
import { type ApiProblem, isAborted, toProblem } from '../../api/problem.ts';
import { dayOf } from '../../format/time.ts';
import { readerZone } from '../../format/zone.ts';
import { addDays, countDays } from './days.ts';
import { type NamedUsage, totalsBy } from './stacks.ts';
import { dimensions, toSpan, type UsagePlace, type UsageSpan } from './usage-place.ts';

/** Charts change at most so often, however fast tokens arrive. */
const refreshMs = 5000;
/** Days whose hours say how today may go on. */
const daysForToday = 14;

type UsageAnswer = ApiResponse<'getUsageSummary'>;

export interface UsageView {
  span: UsageSpan;
  summary: UsageAnswer;
  /** Totals of the range before, by name; what is not in it is new. */
  before: ReadonlyMap<string, NamedUsage>;
}

/** This month and the hours of the last days, whatever the reader looks at: what the page's sentence rests on. */
export interface Headline {
  month: UsageAnswer;
  hours: UsageAnswer;
}

/** Filters of a place as the interface takes them. */
export function toFilters(place: UsagePlace): { model?: string[]; project?: string[]; agent?: string[] } {
  return Object.fromEntries(dimensions.flatMap((name) => (place[name].length > 0 ? [[name, place[name]]] : [])));
}

/** The usage page's figures: read for a place, read again while tokens arrive; the old ones stay until the new are there. */
export class UsageReport {
  #view = $state.raw<UsageView>();
  #headline = $state.raw<Headline>();
  #problem = $state.raw<ApiProblem>();
  #isLoading = $state(false);
  /** Rises with every reading, so that lists beside it know when to read too. */
  #reading = $state(0);
  #place: UsagePlace | undefined;
  #request = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  get view(): UsageView | undefined {
    return this.#view;
  }
  get headline(): Headline | undefined {
    return this.#headline;
  }
  get problem(): ApiProblem | undefined {
    return this.#problem;
  }
  get isLoading(): boolean {
    return this.#isLoading;
  }
  get reading(): number {
    return this.#reading;
  }

  show(place: UsagePlace): void {
    this.#place = place;
    void untrack(() => this.reload());
  }

  /** Sessions that changed may have used tokens: the figures follow within some seconds. */
  apply(events: readonly BelfryEvent[]): void {
    const isNews = events.some(({ type }) => type === 'session.added' || type === 'session.updated');
    if (isNews) this.#timer ??= setTimeout(() => void this.reload(), refreshMs);
  }

  leave(): void {
    clearTimeout(this.#timer);
    this.#request.abort();
  }

  async reload(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const place = this.#place;
    if (place === undefined) return;
    this.#request.abort();
    const request = new AbortController();
    this.#request = request;
    this.#isLoading = true;
    try {
      const today = dayOf(new Date());
      const [view, headline] = await Promise.all([
        this.#readView(place, today, request.signal),
        this.#readHeadline(today, request.signal),
      ]);
      this.#view = view;
      this.#headline = headline;
      this.#problem = undefined;
      this.#reading += 1;
    } catch (thrown) {
      if (isAborted(thrown)) return;
      this.#problem = toProblem(thrown);
    }
    if (this.#request === request) this.#isLoading = false;
  }

  async #readView(place: UsagePlace, today: string, signal: AbortSignal): Promise<UsageView> {
    const span = toSpan(place.range, today);
    const filters = { ...toFilters(place), timezone: readerZone };
    const days = countDays(span.from, span.to);
    const [summary, before] = await Promise.all([
      this.#api.call('getUsageSummary', { query: { ...filters, ...span }, signal }),
      this.#api.call('getUsageSummary', {
        query: { ...filters, from: addDays(span.from, -days), to: addDays(span.from, -1), breakdowns: false },
        signal,
      }),
    ]);
    const totals = dimensions.flatMap((by) =>
      totalsBy(before, by, 'cost').map((figures) => [`${by} ${figures.name}`, figures] as const),
    );
    return { span, summary, before: new Map(totals) };
  }

  async #readHeadline(today: string, signal: AbortSignal): Promise<Headline> {
    const query = { timezone: readerZone, to: today, breakdowns: false };
    const [month, hours] = await Promise.all([
      this.#api.call('getUsageSummary', { query: { ...query, from: `${today.slice(0, 7)}-01` }, signal }),
      this.#api.call('getUsageSummary', {
        query: { ...query, from: addDays(today, -daysForToday), granularity: 'hour' },
        signal,
      }),
    ]);
    return { month, hours };
  }
}
