import type { UnpricedModel } from '@belfry/core';
import type { PricedSum } from './sum-cells.ts';
import { totalTokens } from './usage-sum.ts';

/** What has no price, by model, price class and reason; most tokens first. */
export function findUnpriced(sums: readonly PricedSum[]): UnpricedModel[] {
  const found = new Map<string, UnpricedModel>();
  for (const { series, quote, sum } of sums) {
    const reason =
      quote.rates === undefined ? quote.reason : searchReason(quote.rates.webSearch, sum.tokens.webSearches);
    if (reason === undefined) continue;
    const { model, priceClass } = series;
    const key = JSON.stringify([model, priceClass, reason]);
    const known = found.get(key) ?? { model, priceClass, reason, totalTokens: 0, requests: 0 };
    known.totalTokens += reason === 'web-search' ? 0 : totalTokens(sum.tokens);
    known.requests += sum.requests;
    if (quote.rates === undefined && quote.candidates !== undefined) known.candidates = quote.candidates;
    found.set(key, known);
  }
  return [...found.values()].sort((a, b) => b.totalTokens - a.totalTokens || (a.model < b.model ? -1 : 1));
}

function searchReason(price: bigint | undefined, searches: number): 'web-search' | undefined {
  return price === undefined && searches > 0 ? 'web-search' : undefined;
}
