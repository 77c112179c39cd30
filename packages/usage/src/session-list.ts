import type { Page, SessionUsageRow, UsageSession, UsageSessionsQuery } from '@belfry/core';
import { firstAtOf, lastAtOf, sessionOf } from './cell.ts';
import type { DayRange } from './day-range.ts';
import { compareMoney } from './money.ts';
import { toPage } from './page.ts';
import { dayMs } from './quarter.ts';
import { filterSeries, type NumberFilter, quartersOf, type ReportParts } from './report-parts.ts';
import { readFamilies, type SessionFamilies } from './session-families.ts';
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
  /** The source's own number. */
  key: number;
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
  const families = query.session && readFamilies(parts.source, query.session);
  const entries = readEntries(parts, families?.within(range) ?? range, filterSeries(parts, query));
  const ranked = (families === undefined ? entries : foldFamilies(entries, families)).map(
    (entry): Ranked => ({ ...entry, place: placeOf(sort, entry) }),
  );
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
        const key = parts.sessionKey(one.session);
        entry = { key, pieces: [], sum: newSum(), firstAt: one.firstAt, lastAt: one.lastAt };
        entries[one.session] = entry;
      }
      spread(entry, one);
      entry.pieces.push(one);
      for (const { sum } of one.sums) addSum(entry.sum, sum);
    }
  }
  return entries.filter((entry): entry is Entry => entry !== undefined && entry.sum.requests > 0);
}

/** One entry a session asked for, with those below it. */
function foldFamilies(entries: readonly Entry[], { headsOf }: SessionFamilies): Entry[] {
  const folded = new Map<number, Entry>();
  for (const entry of entries) {
    for (const key of headsOf(entry.key)) {
      const { firstAt, lastAt } = entry;
      const into = folded.get(key) ?? { key, pieces: [], sum: newSum(), firstAt, lastAt };
      folded.set(key, into);
      spread(into, entry);
      into.pieces.push(...entry.pieces);
      addSum(into.sum, entry.sum);
    }
  }
  return [...folded.values()];
}

function spread(into: Pick<Entry, 'firstAt' | 'lastAt'>, by: Pick<Entry, 'firstAt' | 'lastAt'>): void {
  into.firstAt = Math.min(into.firstAt, by.firstAt);
  into.lastAt = Math.max(into.lastAt, by.lastAt);
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

function placeOf(sort: NonNullable<UsageSessionsQuery['sort']>, { key, sum, lastAt }: Entry): Place {
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
