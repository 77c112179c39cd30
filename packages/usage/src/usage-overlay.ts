import {
  cellFields,
  type TokenUsage,
  toPromptStep,
  type UsageBasis,
  type UsageRequest,
  type UsageSeries,
  type UsageSession,
  type UsageSource,
} from '@belfry/core';
import { dayMs, quarterMs } from './quarter.ts';

/** A request that comes to what is counted (`sign` 1), or leaves it (-1), in the session with this key. */
export interface UsageChange {
  sign: 1 | -1;
  session: number;
  at?: number;
  messageKey?: string;
  model: string;
  priceClass: string;
  basis: UsageBasis;
  tokens: TokenUsage;
  reportedCostMicros?: number;
}

export interface UsageChanges {
  /** Sessions the base does not know; their keys are from `firstOverlayKey` on. */
  sessions: readonly UsageSession[];
  requests: readonly UsageChange[];
}

/** Keys of sessions and numbers of series below it are the base's. */
export const firstOverlayKey = 2 ** 40;

/**
 * Usage of an archive together with what files say that it has not read yet; without an archive of the files
 * alone. Of a request that left, the times of its cell stay.
 */
export function createUsageOverlay(base: UsageSource | undefined, changes: UsageChanges): UsageSource {
  const series = createSeriesIndex();
  const sessions = new Map(changes.sessions.map((session) => [session.key, session]));
  const byId = new Map(changes.sessions.map((session) => [session.id, session]));
  const ofDay = new Map<number, UsageChange[]>();
  const untimed: UsageChange[] = [];
  const known = (key: number) => sessions.get(key) ?? base?.sessions([key])[0];
  for (const change of changes.requests) {
    if (change.at === undefined) untimed.push(change);
    else listOf(ofDay, Math.floor(change.at / dayMs)).push(change);
  }

  /** Numbers of the changes' series, looked up once for each distinct one. */
  const seriesOf = createChangeSeries(known, series);
  const cellsOf = (own: readonly UsageChange[], ofBase: Float64Array | undefined) =>
    own.length === 0 ? (ofBase ?? new Float64Array()) : join(ofBase, sum(own, seriesOf));

  return {
    days(from, to) {
      const versions = new Map((base?.days(from, to) ?? []).map(({ day, version }) => [day, version]));
      for (const [day, own] of ofDay) {
        if (day >= from && day < to) versions.set(day, (versions.get(day) ?? 0) + own.length);
      }
      return [...versions].map(([day, version]) => ({ day, version })).sort((a, b) => a.day - b.day);
    },
    cells: (day) => cellsOf(ofDay.get(day) ?? [], base?.cells(day)),
    untimed: () => cellsOf(untimed, base?.untimed()),
    series: (id) => (id >= firstOverlayKey ? series.at(id) : (base as UsageSource).series(id)),
    sessions(keys) {
      const own = keys.flatMap((key) => sessions.get(key) ?? []);
      return [...(base?.sessions(keys.filter((key) => key < firstOverlayKey)) ?? []), ...own];
    },
    session: (id) => byId.get(id) ?? base?.session(id),
    descendants(key) {
      const found = key < firstOverlayKey ? (base?.descendants(key) ?? []) : [];
      const ids = new Set([known(key)?.id, ...found.map(({ id }) => id)]);
      // Ids of subagents begin with their parent's, so a parent comes before its children in this order.
      for (const session of [...byId.values()].sort((a, b) => compareText(a.id, b.id))) {
        if (session.parentId === undefined || !ids.has(session.parentId) || ids.has(session.id)) continue;
        ids.add(session.id);
        found.push(session);
      }
      return found;
    },
    requests(key) {
      const own = changes.requests.filter(({ session }) => session === key);
      const ofBase = key < firstOverlayKey ? (base?.requests(key) ?? []) : [];
      const left = own.filter(({ sign }) => sign < 0);
      const stays = ofBase.filter((request) => {
        const at = left.findIndex((change) => isSame(change, request));
        if (at >= 0) left.splice(at, 1);
        return at < 0;
      });
      const added = own.flatMap(({ sign, ...request }): UsageRequest[] => (sign > 0 ? [request] : []));
      return [...stays, ...added].sort((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity));
    },
    quotaSamples: (from, agents) => base?.quotaSamples(from, agents) ?? [],
  };
}

function isSame(change: UsageChange, request: UsageRequest): boolean {
  return (
    change.at === request.at &&
    change.messageKey === request.messageKey &&
    change.model === request.model &&
    change.tokens.output === request.tokens.output &&
    change.tokens.input === request.tokens.input
  );
}

const width = cellFields.length;

/** Sums of changes by quarter, series and session. */
function sum(changes: readonly UsageChange[], seriesOf: (change: UsageChange) => number): Float64Array[] {
  type BySession = Map<number, Float64Array>;
  const rows = new Map<number, Map<number, BySession>>();
  for (const change of changes) {
    const { at = 0, tokens, sign, session } = change;
    const quarter = change.at === undefined ? 0 : Math.floor(at / quarterMs);
    const number = seriesOf(change);
    const ofQuarter = entryOf(rows, quarter, () => new Map<number, BySession>());
    const ofSeries = entryOf(ofQuarter, number, (): BySession => new Map());
    const row = entryOf(ofSeries, session, () => {
      const fresh = new Float64Array(width);
      fresh.set([quarter, number, session, at, at]);
      return fresh;
    });
    const { input, output, reasoning, cacheRead, cacheWrite5m, cacheWrite1h, webSearches } = tokens;
    row[3] = Math.min(row[3] ?? at, at);
    row[4] = Math.max(row[4] ?? at, at);
    add(row, 5, sign);
    add(row, 6, sign * input);
    add(row, 7, sign * output);
    add(row, 8, sign * reasoning);
    add(row, 9, sign * cacheRead);
    add(row, 10, sign * cacheWrite5m);
    add(row, 11, sign * cacheWrite1h);
    add(row, 12, sign * webSearches);
    add(row, 13, sign * (change.reportedCostMicros ?? 0));
  }
  return [...rows.values()].flatMap((ofQuarter) => [...ofQuarter.values()].flatMap((some) => [...some.values()]));
}

function add(row: Float64Array, index: number, value: number): void {
  row[index] = (row[index] ?? 0) + value;
}

/** Rows of both, ascending by quarter. */
function join(ofBase: Float64Array | undefined, own: readonly Float64Array[]): Float64Array {
  const rows = [...own];
  for (let at = 0; ofBase !== undefined && at < ofBase.length; at += width) rows.push(ofBase.subarray(at, at + width));
  rows.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  const joined = new Float64Array(rows.length * width);
  for (const [index, row] of rows.entries()) joined.set(row, index * width);
  return joined;
}

function createChangeSeries(
  known: (key: number) => UsageSession | undefined,
  series: ReturnType<typeof createSeriesIndex>,
): (change: UsageChange) => number {
  /** Where a session belongs, and the series of its request seen last: mostly that of the next one too. */
  interface Place {
    agent: string;
    project: string;
    last?: UsageSeries;
    lastId: number;
  }
  const places = new Map<number, Place>();
  return ({ session, model, priceClass, basis, tokens, reportedCostMicros }) => {
    const place = entryOf(places, session, (): Place => {
      const { agent, project } = known(session) ?? { agent: '', project: '' };
      return { agent, project, lastId: 0 };
    });
    const promptOver = toPromptStep(tokens);
    const hasReportedCost = reportedCostMicros !== undefined;
    const { last } = place;
    if (
      last?.model === model &&
      last.promptOver === promptOver &&
      last.priceClass === priceClass &&
      last.basis === basis &&
      last.hasReportedCost === hasReportedCost
    )
      return place.lastId;
    const { agent, project } = place;
    place.last = { agent, project, model, priceClass, promptOver, basis, hasReportedCost };
    place.lastId = series.idOf(place.last);
    return place.lastId;
  };
}

function createSeriesIndex() {
  const all: UsageSeries[] = [];
  const ids = new Map<string, number>();
  return {
    at: (id: number): UsageSeries => all[id - firstOverlayKey] as UsageSeries,
    idOf(one: UsageSeries): number {
      const name = `${one.agent}\n${one.project}\n${one.model}\n${one.priceClass}\n${one.promptOver}\n${one.basis}\n${one.hasReportedCost}`;
      return entryOf(ids, name, () => {
        all.push(one);
        return firstOverlayKey + all.length - 1;
      });
    },
  };
}

function entryOf<Key, Value>(entries: Map<Key, Value>, key: Key, create: () => Value): Value {
  const known = entries.get(key);
  if (known !== undefined) return known;
  const created = create();
  entries.set(key, created);
  return created;
}

function listOf<Key, Value>(lists: Map<Key, Value[]>, key: Key): Value[] {
  return entryOf(lists, key, () => []);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
