import type { Pricer, UsageFilter, UsageSource } from '@belfry/core';
import type { DayView } from './day-cells.ts';
import type { PricedSeries } from './priced-series.ts';
import { quarterMs } from './quarter.ts';
import { createSeriesFilter } from './series-filter.ts';

/** What one report is made from. */
export interface ReportParts {
  source: UsageSource;
  days: DayView;
  /** The source's own number of a session in cells. */
  sessionKey(number: number): number;
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

/** A filter on the numbers cells have, and a name for it. */
export function filterSeries({ priced }: ReportParts, filter: UsageFilter) {
  const { agent, project, model, excludeAgent, excludeProject, excludeModel } = filter;
  const passes = createSeriesFilter(filter);
  return {
    name: JSON.stringify([agent, project, model, excludeAgent, excludeProject, excludeModel]),
    passes: (series: number) => passes(priced.series(series)),
  };
}

export type NumberFilter = ReturnType<typeof filterSeries>;
