import type { PriceOverride } from './price-override.ts';
import type { ModelPrices, RateRow } from './price-table.ts';

/** What the user set, in the form of a table's models. */
export function toOverridePrices(overrides: Readonly<Record<string, PriceOverride>>): ModelPrices[] {
  return Object.entries(overrides).map(([name, price]): ModelPrices => {
    const rates: RateRow = { input: toRate(price.input), output: toRate(price.output) };
    if (price.cache_read !== undefined) rates.cacheRead = toRate(price.cache_read);
    if (price.cache_write !== undefined) rates.cacheWrite = toRate(price.cache_write);
    if (price.cache_write_1h !== undefined) rates.cacheWrite1h = toRate(price.cache_write_1h);
    // Per thousand searches, kept per search.
    if (price.web_search !== undefined) rates.webSearch = Math.round(price.web_search * 1e9);
    return { provider: 'configuration', rank: 0, names: [name], prices: [{ rates }], classes: { '*': 1000 } };
  });
}

function toRate(dollarsPerMillion: number): number {
  return Math.round(dollarsPerMillion * 1e6);
}
