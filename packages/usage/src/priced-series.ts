import type { PriceQuote, Pricer, UsageSeries, UsageSource } from '@belfry/core';
import type { DayCells } from './day-cells.ts';
import { quarterMs } from './quarter.ts';

/** Series by the number cells have, with their prices. Cells come in order of time: the last price is mostly the next. */
export interface PricedSeries {
  series(number: number): UsageSeries;
  quoteAt(number: number, quarter: number): PriceQuote;
}

export function createPricedSeries(source: UsageSource, days: DayCells, pricer: Pricer): PricedSeries {
  const known: UsageSeries[] = [];
  const last: PriceQuote[] = [];
  const series = (number: number): UsageSeries => {
    const found = known[number] ?? source.series(days.series[number] as number);
    known[number] = found;
    return found;
  };
  return {
    series,
    quoteAt(number, quarter) {
      const at = quarter * quarterMs;
      const quote = last[number];
      // Requests without a time stand in quarter 0 and cost what they did on the day of the prices.
      if (quote !== undefined && quarter !== 0 && at >= quote.from && at < quote.until) return quote;
      const { agent, model, priceClass, promptOver } = series(number);
      const next = pricer.quote({ agent, model, priceClass, promptOver, at: quarter === 0 ? undefined : at });
      if (quarter !== 0) last[number] = next;
      return next;
    },
  };
}
