import type { Page, SessionUsageRow, UsageSession, UsageSessionsQuery } from '@belfry/core';
import { firstAtOf, lastAtOf, sessionOf } from './cell.ts';
import type { DayRange } from './day-range.ts';
import { compareMoney } from './money.ts';
import { toPage } from './page.ts';
import { filterSeries, quartersOf, type ReportParts } from './report-parts.ts';
import { type CellGroups, createCellGroups, eachCell } from './sum-cells.ts';
import { sumBy, toModelRows, total } from './usage-rows.ts';
import { toFigures, totalTokens, type UsageSum } from './usage-sum.ts';

interface Entry {
  /** The source's own number of the session. */
  key: number;
  groups: CellGroups;
  firstAt: number;
  lastAt: number;
}

interface Ranked extends Entry {
  sum: UsageSum;
  place: Place;
}

/** What the list is sorted by, largest first: money is two numbers, everything else one. Then by the session's number. */
type Place = [hi: number, lo: number, key: number];

/** Sessions of a range of days, what they used in it. */
export function listSessionUsage(
  parts: ReportParts,
  range: DayRange,
  query: UsageSessionsQuery,
): Page<SessionUsageRow> {
  const { sort = 'cost', limit = 20, cursor } = query;
  const ranked = readEntries(parts, range, filterSeries(parts, query)).flatMap((entry): Ranked[] => {
    const sum = total(entry.groups.sums());
    return sum.requests > 0 ? [{ ...entry, sum, place: placeOf(sort, sum, entry) }] : [];
  });
  ranked.sort((a, b) => comparePlaces(a.place, b.place));
  const { items, ...page } = toPage(ranked, { cursor, limit, placeOf: ({ place }) => place, compare: comparePlaces });
  const named = new Map(parts.source.sessions(items.map(({ key }) => key)).map((one) => [one.key, one]));
  return {
    ...page,
    items: items.flatMap((item) => {
      const one = named.get(item.key);
      return one === undefined ? [] : [toRow(one, item)];
    }),
  };
}

function readEntries({ days, priced }: ReportParts, range: DayRange, passes: (series: number) => boolean): Entry[] {
  const entries: (Entry | undefined)[] = [];
  eachCell(days.cells(range.fromMs, range.toMs), { ...quartersOf(range), passes }, (cells, at) => {
    const number = cells[at + sessionOf] as number;
    const [first, last] = [cells[at + firstAtOf] as number, cells[at + lastAtOf] as number];
    let entry = entries[number];
    if (entry === undefined) {
      entry = { key: days.sessions[number] as number, groups: createCellGroups(priced), firstAt: first, lastAt: last };
      entries[number] = entry;
    }
    entry.firstAt = Math.min(entry.firstAt, first);
    entry.lastAt = Math.max(entry.lastAt, last);
    entry.groups.add(cells, at);
  });
  return entries.filter((entry) => entry !== undefined);
}

function placeOf(sort: NonNullable<UsageSessionsQuery['sort']>, sum: UsageSum, { key, lastAt }: Entry): Place {
  if (sort === 'recent') return [lastAt, 0, key];
  return sort === 'tokens' ? [totalTokens(sum.tokens), 0, key] : [sum.cost.hi, sum.cost.lo, key];
}

function comparePlaces([hiA, loA, a]: Place, [hiB, loB, b]: Place): number {
  return compareMoney({ hi: hiB, lo: loB }, { hi: hiA, lo: loA }) || a - b;
}

function toRow(named: UsageSession, { sum, groups, firstAt, lastAt }: Ranked): SessionUsageRow {
  const { key: _, id, title: __, agentType: ___, reportedCostMicros: ____, ...rest } = named;
  return {
    ...toFigures(sum),
    ...rest,
    sessionId: id,
    displayName: displayNameOf(named),
    firstActivity: new Date(firstAt).toISOString(),
    lastActivity: new Date(lastAt).toISOString(),
    modelBreakdowns: toModelRows(sumBy(groups.sums(), ({ series }) => series.model)),
  };
}

export function displayNameOf({ title, project }: UsageSession): string {
  return title === '' ? project : title;
}
