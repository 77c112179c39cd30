import type { PriceQuote, UsageCells, UsageSeries } from '@belfry/core';
import { cellSize, quarterOf, seriesOf, sumCount, sumsOf } from './cell.ts';
import type { PricedSeries } from './priced-series.ts';
import { toSum, type UsageSum } from './usage-sum.ts';

/** Usage of one series at one price. */
export interface PricedSum {
  series: UsageSeries;
  quote: PriceQuote;
  sum: UsageSum;
}

interface Group {
  series: number;
  quote: PriceQuote;
  values: Float64Array;
  /** The same series at another price. */
  other: Group | undefined;
}

/** Collects cells, series by series. */
export interface CellGroups {
  add(cells: UsageCells, at: number): void;
  sums(): PricedSum[];
}

export function createCellGroups(priced: PricedSeries): CellGroups {
  const bySeries = new Map<number, Group>();
  const groups: Group[] = [];
  return {
    add(cells, at) {
      const series = cells[at + seriesOf] as number;
      const quote = priced.quoteAt(series, cells[at + quarterOf] as number);
      let group = bySeries.get(series);
      while (group !== undefined && group.quote !== quote) group = group.other;
      if (group === undefined) {
        group = { series, quote, values: new Float64Array(sumCount), other: bySeries.get(series) };
        bySeries.set(series, group);
        groups.push(group);
      }
      const { values } = group;
      for (let index = 0; index < sumCount; index++) {
        values[index] = (values[index] as number) + (cells[at + sumsOf + index] as number);
      }
    },
    sums: () =>
      groups
        // A request that left may leave nothing behind.
        .filter(({ values }) => values[0] !== 0)
        .map(({ series, quote, values }) => toPricedSum(priced.series(series), quote, values)),
  };
}

/** Cells of a range one after another: those of the series that pass, in [fromQuarter, toQuarter). */
export function eachCell(
  days: readonly UsageCells[],
  { fromQuarter, toQuarter, passes }: { fromQuarter: number; toQuarter: number; passes: (series: number) => boolean },
  take: (cells: UsageCells, at: number) => void,
): void {
  const known: (boolean | undefined)[] = [];
  for (const cells of days) {
    for (let at = 0; at < cells.length; at += cellSize) {
      const quarter = cells[at + quarterOf] as number;
      if (quarter < fromQuarter) continue;
      if (quarter >= toQuarter) break;
      const series = cells[at + seriesOf] as number;
      let isWanted = known[series];
      if (isWanted === undefined) {
        isWanted = passes(series);
        known[series] = isWanted;
      }
      if (isWanted) take(cells, at);
    }
  }
}

function toPricedSum(series: UsageSeries, quote: PriceQuote, values: Float64Array): PricedSum {
  const at = (index: number) => values[index] as number;
  const sum = toSum({
    requests: at(0),
    tokens: {
      input: at(1),
      output: at(2),
      reasoning: at(3),
      cacheRead: at(4),
      cacheWrite5m: at(5),
      cacheWrite1h: at(6),
      webSearches: at(7),
    },
    basis: series.basis,
    quote,
    hasReportedCost: series.hasReportedCost,
    reportedCostMicros: at(8),
  });
  return { series, quote, sum };
}
