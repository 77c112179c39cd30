import type { Page, SessionUsageRow, UsageSession, UsageSessionsQuery } from '@belfry/core';
import { firstAtOf, lastAtOf, sessionOf } from './cell.ts';
import type { DayRange } from './day-range.ts';
import { compareMoney } from './money.ts';
import { toPage } from './page.ts';
import { dayMs } from './quarter.ts';
import { filterSeries, type NumberFilter, quartersOf, type ReportParts } from './report-parts.ts';
import { type CellGroups, createCellGroups, eachCell, type PricedSum } from './sum-cells.ts';
import { sumBy, toModelRows } from './usage-rows.ts';
import { addSum, newSum, toFigures, totalTokens, type UsageSum } from './usage-sum.ts';

/** What a session used in a piece of the range. */
interface SessionPiece {
  /** Its number in cells. */
  session: number;
  sums: PricedSum[];
  firstAt: number;
  lastAt: number;
}

interface Entry {
  session: number;
  pieces: SessionPiece[];
  sum: UsageSum;
  firstAt: number;
  lastAt: number;
}

interface Ranked extends Entry {
  place: Place;
}

/** What the list is sorted by, largest first: money is two numbers, everything else one. Then by the source's number. */
type Place = [hi: number, lo: number, key: number];

/** Sessions of a range of days, what they used in it. */
export function listSessionUsage(
  parts: ReportParts,
  range: DayRange,
  query: UsageSessionsQuery,
): Page<SessionUsageRow> {
  const { sort = 'cost', limit = 20, cursor } = query;
  const ranked = readEntries(parts, range, filterSeries(parts, query)).map((entry): Ranked => {
    return { ...entry, place: placeOf(sort, entry, parts.sessionKey(entry.session)) };
  });
  ranked.sort((a, b) => comparePlaces(a.place, b.place));
  const { items, ...page } = toPage(ranked, { cursor, limit, placeOf: ({ place }) => place, compare: comparePlaces });
  const named = new Map(parts.source.sessions(items.map(({ place }) => place[2])).map((one) => [one.key, one]));
  return {
    ...page,
    items: items.flatMap((item) => {
      const one = named.get(item.place[2]);
      return one === undefined ? [] : [toRow(one, item)];
    }),
  };
}

function readEntries(parts: ReportParts, range: DayRange, filter: NumberFilter): Entry[] {
  const { days } = parts;
  const entries: (Entry | undefined)[] = [];
  for (const startMs of days.starts(range.fromMs, range.toMs)) {
    const piece = { fromMs: Math.max(startMs, range.fromMs), toMs: Math.min(startMs + dayMs, range.toMs) };
    const name = `sessions ${filter.name}`;
    const pieces = days.memo(name, piece.fromMs, piece.toMs, () => readPieces(parts, piece, filter));
    for (const one of pieces) {
      let entry = entries[one.session];
      if (entry === undefined) {
        entry = { session: one.session, pieces: [], sum: newSum(), firstAt: one.firstAt, lastAt: one.lastAt };
        entries[one.session] = entry;
      }
      entry.firstAt = Math.min(entry.firstAt, one.firstAt);
      entry.lastAt = Math.max(entry.lastAt, one.lastAt);
      entry.pieces.push(one);
      for (const { sum } of one.sums) addSum(entry.sum, sum);
    }
  }
  return entries.filter((entry): entry is Entry => entry !== undefined && entry.sum.requests > 0);
}

function readPieces(
  { days, priced }: ReportParts,
  piece: { fromMs: number; toMs: number },
  { passes }: NumberFilter,
): SessionPiece[] {
  type Open = Omit<SessionPiece, 'sums'> & { groups: CellGroups };
  const open = new Map<number, Open>();
  eachCell(days.cells(piece.fromMs, piece.toMs), { ...quartersOf(piece), passes }, (cells, at) => {
    const session = cells[at + sessionOf] as number;
    const [firstAt, lastAt] = [cells[at + firstAtOf] as number, cells[at + lastAtOf] as number];
    let one = open.get(session);
    if (one === undefined) {
      one = { session, groups: createCellGroups(priced), firstAt, lastAt };
      open.set(session, one);
    }
    one.firstAt = Math.min(one.firstAt, firstAt);
    one.lastAt = Math.max(one.lastAt, lastAt);
    one.groups.add(cells, at);
  });
  return [...open.values()].map(({ groups, ...one }) => ({ ...one, sums: groups.sums() }));
}

function placeOf(sort: NonNullable<UsageSessionsQuery['sort']>, { sum, lastAt }: Entry, key: number): Place {
  if (sort === 'recent') return [lastAt, 0, key];
  return sort === 'tokens' ? [totalTokens(sum.tokens), 0, key] : [sum.cost.hi, sum.cost.lo, key];
}

function comparePlaces([hiA, loA, a]: Place, [hiB, loB, b]: Place): number {
  return compareMoney({ hi: hiB, lo: loB }, { hi: hiA, lo: loA }) || a - b;
}

function toRow(named: UsageSession, { sum, pieces, firstAt, lastAt }: Ranked): SessionUsageRow {
  const { key: _, id, title: __, agentType: ___, reportedCostMicros: ____, ...rest } = named;
  const sums = pieces.flatMap((one) => one.sums);
  return {
    ...toFigures(sum),
    ...rest,
    sessionId: id,
    displayName: displayNameOf(named),
    firstActivity: new Date(firstAt).toISOString(),
    lastActivity: new Date(lastAt).toISOString(),
    modelBreakdowns: toModelRows(sumBy(sums, ({ series }) => series.model)),
  };
}

export function displayNameOf({ title, project }: UsageSession): string {
  return title === '' ? project : title;
}
