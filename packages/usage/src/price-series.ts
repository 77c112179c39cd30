import type { PriceQuote, Pricer, UsageSeries, UsageSource } from '@belfry/core';
import { quarterMs } from './quarter.ts';

/** Series by number with their prices. Cells come in order of time, so that the last price is mostly the next one. */
export interface PricedSeries {
  series(id: number): UsageSeries;
  quoteAt(id: number, quarter: number): PriceQuote;
}

export function createPricedSeries(source: Pick<UsageSource, 'series'>, pricer: Pricer): PricedSeries {
  const known: UsageSeries[] = [];
  const last: PriceQuote[] = [];
  const series = (id: number): UsageSeries => {
    const found = known[id] ?? source.series(id);
    known[id] = found;
    return found;
  };
  return {
    series,
    quoteAt(id, quarter) {
      const at = quarter * quarterMs;
      const quote = last[id];
      // Requests without a time stand in quarter 0 and cost what they did on the day of the prices.
      if (quote !== undefined && quarter !== 0 && at >= quote.from && at < quote.until) return quote;
      const { agent, model, priceClass, promptOver } = series(id);
      const next = pricer.quote({ agent, model, priceClass, promptOver, at: quarter === 0 ? undefined : at });
      if (quarter !== 0) last[id] = next;
      return next;
    },
  };
}
