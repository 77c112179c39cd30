import { cellFields, type PriceQuote, type UsageCells, type UsageSeries } from '@belfry/core';
import type { PricedSeries } from './price-series.ts';
import { toSum, type UsageSum } from './usage-sum.ts';

/** Usage of one series at one price. */
export interface PricedSum {
  series: UsageSeries;
  quote: PriceQuote;
  sum: UsageSum;
}

/** Requests and all that is added up with them stand behind quarter and series. */
const firstSum = 2;
const sumCount = cellFields.length - firstSum;

interface Group {
  series: number;
  quote: PriceQuote;
  values: Float64Array;
  /** The same series at another price. */
  other: Group | undefined;
}

/** Collects cells, series by series. */
export interface CellGroups {
  add(cells: Float64Array, offset: number): void;
  sums(): PricedSum[];
}

export function createCellGroups(priced: PricedSeries): CellGroups {
  const groups: (Group | undefined)[] = [];
  const all: Group[] = [];
  return {
    add(cells, offset) {
      const series = cells[offset + 1] as number;
      const quote = priced.quoteAt(series, cells[offset] as number);
      let group = groups[series];
      while (group !== undefined && group.quote !== quote) group = group.other;
      if (group === undefined) {
        group = { series, quote, values: new Float64Array(sumCount), other: groups[series] };
        groups[series] = group;
        all.push(group);
      }
      const { values } = group;
      for (let index = 0; index < sumCount; index++) {
        values[index] = (values[index] as number) + (cells[offset + firstSum + index] as number);
      }
    },
    sums: () => all.map(({ series, quote, values }) => toPricedSum(priced.series(series), quote, values)),
  };
}

/** Cells of a range one after another: those of the series that pass, in [fromQuarter, toQuarter). */
export function eachCell(
  days: Iterable<UsageCells>,
  {
    size,
    fromQuarter,
    toQuarter,
    passes,
  }: { size: number; fromQuarter: number; toQuarter: number; passes: (series: number) => boolean },
  take: (cells: UsageCells, offset: number) => void,
): void {
  const known: (boolean | undefined)[] = [];
  for (const cells of days) {
    for (let offset = 0; offset < cells.length; offset += size) {
      const quarter = cells[offset] as number;
      if (quarter < fromQuarter) continue;
      if (quarter >= toQuarter) break;
      const series = cells[offset + 1] as number;
      let isWanted = known[series];
      if (isWanted === undefined) {
        isWanted = passes(series);
        known[series] = isWanted;
      }
      if (isWanted) take(cells, offset);
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
