import type { UnpricedModel } from '@belfry/core';
import type { PricedSum } from './sum-cells.ts';
import { totalTokens } from './usage-sum.ts';

/** What has no price, by model, price class and reason. */
export function findUnpriced(sums: readonly PricedSum[]): UnpricedModel[] {
  return mergeUnpriced(
    sums.flatMap(({ series, quote, sum }): UnpricedModel[] => {
      const { requests, tokens } = sum;
      const { model, priceClass } = series;
      if (quote.rates !== undefined) {
        // Its tokens have a price.
        const isSearchless = quote.rates.webSearch === undefined && tokens.webSearches > 0;
        return isSearchless ? [{ model, priceClass, reason: 'web-search', totalTokens: 0, requests }] : [];
      }
      const { reason, candidates } = quote;
      const found = { model, priceClass, reason, totalTokens: totalTokens(tokens), requests };
      return [candidates === undefined ? found : { ...found, candidates }];
    }),
  );
}

/** Each model, price class and reason once; most tokens first. */
export function mergeUnpriced(found: readonly UnpricedModel[]): UnpricedModel[] {
  const groups = Map.groupBy(found, ({ model, priceClass, reason }) => `${reason}\n${priceClass}\n${model}`);
  const sum = (numbers: readonly number[]) => numbers.reduce((into, number) => into + number, 0);
  return [...groups.values()]
    .map((group) => ({
      ...(group[0] as UnpricedModel),
      totalTokens: sum(group.map((one) => one.totalTokens)),
      requests: sum(group.map((one) => one.requests)),
    }))
    .sort((a, b) => b.totalTokens - a.totalTokens || (a.model < b.model ? -1 : 1));
}
