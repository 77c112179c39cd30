import {
  type QuotaSample,
  type TokenUsage,
  toPromptStep,
  type UsageBasis,
  type UsageCells,
  type UsageRequest,
  type UsageSeries,
  type UsageSession,
  type UsageSource,
} from '@belfry/core';
import { firstAtOf, lastAtOf, sumsOf } from './cell.ts';
import { dayMs, quarterMs } from './quarter.ts';

/** A session as whoever read its files knows it. */
export type TallySession = Omit<UsageSession, 'key'>;

/** A request as it counts. Each request of all sessions is given once: electing its session comes before. */
export interface TallyRequest {
  /** Public id of its session. */
  session: string;
  /** ms since 1970 UTC */
  at?: number;
  messageKey?: string;
  model?: string;
  priceClass: string;
  basis: UsageBasis;
  tokens: TokenUsage;
  reportedCostMicros?: number;
}

/** Usage from facts at hand, without an archive. */
export interface UsageTally extends UsageSource {
  addSession(session: TallySession): void;
  /** Its session must have been added. */
  addRequest(request: TallyRequest): void;
  addQuotaSample(sample: QuotaSample): void;
}

interface Entry extends UsageRequest {
  seriesId: number;
}

/** An empty tally; fill it, then give it to `createUsageReports`. */
export function createUsageTally(): UsageTally {
  const sessions: UsageSession[] = [];
  const keys = new Map<string, number>();
  const ofSession: Entry[][] = [];
  const ofDay = new Map<number, Entry[]>();
  const untimed: Entry[] = [];
  const series = createSeriesIndex();
  const samples: QuotaSample[] = [];

  const known = (key: number) => sessions[key] as UsageSession;
  return {
    addSession(session) {
      if (keys.has(session.id)) return;
      keys.set(session.id, sessions.length);
      sessions.push({ ...session, key: sessions.length });
      ofSession.push([]);
    },
    addRequest({ session: id, model = '', ...request }) {
      const session = keys.get(id);
      if (session === undefined) throw new TypeError(`No session ${id} was added`);
      const { agent, project } = known(session);
      const seriesId = series.idOf({
        agent,
        project,
        model,
        priceClass: request.priceClass,
        promptOver: toPromptStep(request.tokens),
        basis: request.basis,
        hasReportedCost: request.reportedCostMicros !== undefined,
      });
      const entry: Entry = { ...request, session, model, seriesId };
      ofSession[session]?.push(entry);
      if (entry.at === undefined) untimed.push(entry);
      else listOf(ofDay, Math.floor(entry.at / dayMs)).push(entry);
    },
    addQuotaSample: (sample) => void samples.push(sample),

    days: (from, to) =>
      [...ofDay]
        .filter(([day]) => day >= from && day < to)
        .map(([day, entries]) => ({ day, version: entries.length }))
        .sort((a, b) => a.day - b.day),
    cells: (day) => sum(ofDay.get(day) ?? []),
    untimed: () => sum(untimed),
    series: (id) => series.at(id),
    sessions: (some) => some.flatMap((key) => sessions[key] ?? []),
    session(id) {
      const key = keys.get(id);
      return key === undefined ? undefined : sessions[key];
    },
    descendants(key) {
      const below = (id: string): UsageSession[] =>
        sessions
          .filter((session) => session.parentId === id)
          .sort((a, b) => compareText(a.startedAt ?? '', b.startedAt ?? '') || compareText(a.id, b.id))
          .flatMap((session) => [session, ...below(session.id)]);
      return below(known(key).id);
    },
    requests: (key) => (ofSession[key] ?? []).toSorted((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity)),
    quotaSamples: (from, agents) =>
      samples
        .filter((sample) => Date.parse(sample.at) >= from && (agents?.includes(sample.agent) ?? true))
        .sort((a, b) => compareText(a.at, b.at)),
  };
}

/** Sums of requests by quarter, series and session, ascending by quarter. */
function sum(entries: readonly Entry[]): UsageCells {
  const cells = new Map<string, number[]>();
  for (const { at = 0, seriesId, session, tokens, reportedCostMicros = 0 } of entries) {
    const quarter = Math.floor(at / quarterMs);
    const sums = [1, tokens.input, tokens.output, tokens.reasoning, tokens.cacheRead, tokens.cacheWrite5m];
    sums.push(tokens.cacheWrite1h, tokens.webSearches, reportedCostMicros);
    const key = `${quarter} ${seriesId} ${session}`;
    const cell = cells.get(key);
    if (cell === undefined) {
      cells.set(key, [quarter, seriesId, session, at, at, ...sums]);
      continue;
    }
    cell[firstAtOf] = Math.min(cell[firstAtOf] ?? at, at);
    cell[lastAtOf] = Math.max(cell[lastAtOf] ?? at, at);
    for (const [index, value] of sums.entries()) cell[sumsOf + index] = (cell[sumsOf + index] ?? 0) + value;
  }
  return Float64Array.from([...cells.values()].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0)).flat());
}

function createSeriesIndex() {
  const all: UsageSeries[] = [];
  const ids = new Map<string, number>();
  return {
    at: (id: number): UsageSeries => all[id] as UsageSeries,
    idOf(series: UsageSeries): number {
      const name = JSON.stringify(Object.values(series));
      const id = ids.get(name) ?? all.length;
      if (id === all.length) {
        all.push(series);
        ids.set(name, id);
      }
      return id;
    },
  };
}

function listOf<Key, Value>(lists: Map<Key, Value[]>, key: Key): Value[] {
  const list = lists.get(key) ?? [];
  if (list.length === 0) lists.set(key, list);
  return list;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
