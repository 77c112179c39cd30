import {
  cellFields,
  sessionCellFields,
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
  const cellsOf = (own: readonly UsageChange[], ofBase: Float64Array | undefined, width: number) =>
    own.length === 0 ? (ofBase ?? new Float64Array()) : join(ofBase, sum(own, seriesOf, width), width);

  return {
    days(from, to) {
      const versions = new Map((base?.days(from, to) ?? []).map(({ day, version }) => [day, version]));
      for (const [day, own] of ofDay) {
        if (day >= from && day < to) versions.set(day, (versions.get(day) ?? 0) + own.length);
      }
      return [...versions].map(([day, version]) => ({ day, version })).sort((a, b) => a.day - b.day);
    },
    cells: (day) => cellsOf(ofDay.get(day) ?? [], base?.cells(day), cellFields.length),
    sessionCells: (day) => cellsOf(ofDay.get(day) ?? [], base?.sessionCells(day), sessionCellFields.length),
    untimed: () => cellsOf(untimed, base?.untimed(), cellFields.length),
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

/** Sums of changes by quarter and series, in rows of `width` numbers; by session too where rows are wide enough. */
function sum(
  changes: readonly UsageChange[],
  seriesOf: (change: UsageChange) => number,
  width: number,
): Float64Array[] {
  const bySession = width === sessionCellFields.length;
  type BySession = Map<number, Float64Array>;
  const rows = new Map<number, Map<number, BySession>>();
  for (const change of changes) {
    const { at, tokens, sign } = change;
    const quarter = at === undefined ? 0 : Math.floor(at / quarterMs);
    const number = seriesOf(change);
    const ofQuarter = entryOf(rows, quarter, () => new Map<number, BySession>());
    const ofSession = entryOf(ofQuarter, number, (): BySession => new Map());
    const row = entryOf(ofSession, bySession ? change.session : 0, () => {
      const fresh = new Float64Array(width);
      fresh[0] = quarter;
      fresh[1] = number;
      if (bySession) fresh.set([change.session, Infinity, 0], width - 3);
      return fresh;
    });
    const { input, output, reasoning, cacheRead, cacheWrite5m, cacheWrite1h, webSearches } = tokens;
    add(row, 2, sign);
    add(row, 3, sign * input);
    add(row, 4, sign * output);
    add(row, 5, sign * reasoning);
    add(row, 6, sign * cacheRead);
    add(row, 7, sign * cacheWrite5m);
    add(row, 8, sign * cacheWrite1h);
    add(row, 9, sign * webSearches);
    add(row, 10, sign * (change.reportedCostMicros ?? 0));
    if (!bySession) continue;
    row[width - 2] = Math.min(row[width - 2] ?? Infinity, at ?? 0);
    row[width - 1] = Math.max(row[width - 1] ?? 0, at ?? 0);
  }
  return [...rows.values()].flatMap((ofQuarter) => [...ofQuarter.values()].flatMap((some) => [...some.values()]));
}

function add(row: Float64Array, index: number, value: number): void {
  row[index] = (row[index] ?? 0) + value;
}

/** Rows of both, ascending by quarter. */
function join(ofBase: Float64Array | undefined, own: readonly Float64Array[], width: number): Float64Array {
  const rows = [...own];
  for (let at = 0; at < (ofBase?.length ?? 0); at += width)
    rows.push((ofBase as Float64Array).subarray(at, at + width));
  rows.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  const joined = new Float64Array(rows.length * width);
  for (const [index, row] of rows.entries()) joined.set(row, index * width);
  return joined;
}

function createChangeSeries(
  known: (key: number) => UsageSession | undefined,
  series: ReturnType<typeof createSeriesIndex>,
): (change: UsageChange) => number {
  const places = new Map<number, { agent: string; project: string }>();
  return ({ session, model, priceClass, basis, tokens, reportedCostMicros }) => {
    const { agent, project } = entryOf(places, session, () => known(session) ?? { agent: '', project: '' });
    return series.idOf({
      agent,
      project,
      model,
      priceClass,
      promptOver: toPromptStep(tokens),
      basis,
      hasReportedCost: reportedCostMicros !== undefined,
    });
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
