import {
  type Page,
  type SessionUsageRow,
  sessionCellFields,
  type UsageSession,
  type UsageSessionsQuery,
  type UsageSource,
} from '@belfry/core';
import type { DayRange } from './day-range.ts';
import { toPage } from './page.ts';
import { createSeriesFilter } from './series-filter.ts';
import { type CellGroups, createCellGroups, eachCell } from './sum-cells.ts';
import { quartersOf, type ReportParts, sumBy, toModelRows } from './summary.ts';
import { addSum, newSum, toFigures, totalTokens, type UsageSum } from './usage-sum.ts';

interface Entry {
  key: number;
  groups: CellGroups;
  firstAt: number;
  lastAt: number;
}

interface Ranked extends Entry {
  sum: UsageSum;
  /** What the list is sorted by, largest first. */
  rank: bigint;
}

const session = sessionCellFields.indexOf('session');
const firstAt = sessionCellFields.indexOf('firstAt');
const lastAt = sessionCellFields.indexOf('lastAt');

/** Sessions of a range of days, what they used in it. */
export function listSessionUsage(
  parts: ReportParts & { source: UsageSource },
  range: DayRange,
  query: UsageSessionsQuery,
): Page<SessionUsageRow> {
  const { days, priced, source } = parts;
  const { sort = 'cost', limit = 20, cursor } = query;
  const filter = createSeriesFilter(query);
  const entries = new Map<number, Entry>();
  eachCell(
    days.sessionCells(range.fromMs, range.toMs),
    { size: sessionCellFields.length, ...quartersOf(range), passes: (id) => filter(priced.series(id)) },
    (cells, offset) => {
      const key = cells[offset + session] as number;
      const [first, last] = [cells[offset + firstAt] as number, cells[offset + lastAt] as number];
      let entry = entries.get(key);
      if (entry === undefined) {
        entry = { key, groups: createCellGroups(priced), firstAt: first, lastAt: last };
        entries.set(key, entry);
      }
      entry.firstAt = Math.min(entry.firstAt, first);
      entry.lastAt = Math.max(entry.lastAt, last);
      entry.groups.add(cells, offset);
    },
  );

  const ranked = [...entries.values()].map((entry): Ranked => {
    const sum = entry.groups.sums().reduce((into, one) => addSum(into, one.sum), newSum());
    return { ...entry, sum, rank: rankOf(sort, sum, entry) };
  });
  type Place = [rank: string, key: number];
  const compare = ([rankA, a]: Place, [rankB, b]: Place) => Number(BigInt(rankB) - BigInt(rankA)) || a - b;
  const placeOf = ({ rank, key }: Ranked): Place => [String(rank), key];
  ranked.sort((a, b) => (a.rank === b.rank ? a.key - b.key : a.rank < b.rank ? 1 : -1));
  const { items, ...page } = toPage(ranked, { cursor, limit, placeOf, compare });

  const named = new Map(source.sessions(items.map(({ key }) => key)).map((one) => [one.key, one]));
  return {
    ...page,
    items: items.flatMap((item) => {
      const one = named.get(item.key);
      return one === undefined ? [] : [toRow(one, item)];
    }),
  };
}

function rankOf(sort: NonNullable<UsageSessionsQuery['sort']>, sum: UsageSum, entry: Entry): bigint {
  if (sort === 'recent') return BigInt(entry.lastAt);
  return sort === 'tokens' ? BigInt(totalTokens(sum.tokens)) : sum.cost;
}

function toRow(named: UsageSession, { sum, groups, firstAt: first, lastAt: last }: Ranked): SessionUsageRow {
  const { key: _, id, title, agentType: __, reportedCostMicros: ___, ...rest } = named;
  return {
    ...toFigures(sum),
    ...rest,
    sessionId: id,
    displayName: displayNameOf(named),
    firstActivity: new Date(first).toISOString(),
    lastActivity: new Date(last).toISOString(),
    modelBreakdowns: toModelRows(sumBy(groups.sums(), ({ series }) => series.model)),
  };
}

export function displayNameOf({ title, project }: UsageSession): string {
  return title === '' ? project : title;
}
