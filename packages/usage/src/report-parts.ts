import type { Pricer, UsageFilter, UsageSource } from '@belfry/core';
import type { DayCells } from './day-cells.ts';
import type { PricedSeries } from './priced-series.ts';
import { quarterMs } from './quarter.ts';
import { createSeriesFilter } from './series-filter.ts';

/** What reports are made from. */
export interface ReportParts {
  source: UsageSource;
  days: DayCells;
  priced: PricedSeries;
  pricer: Pricer;
}

/** Quarters of a range that begins and ends with one. */
export function quartersOf({ fromMs, toMs }: { fromMs: number; toMs: number }): {
  fromQuarter: number;
  toQuarter: number;
} {
  return { fromQuarter: Math.ceil(fromMs / quarterMs), toQuarter: Math.ceil(toMs / quarterMs) };
}

/** A filter on the numbers cells have. */
export function filterSeries({ priced }: ReportParts, filter: UsageFilter): (series: number) => boolean {
  const passes = createSeriesFilter(filter);
  return (series) => passes(priced.series(series));
}
