import Type, { type Static } from 'typebox';
import type { ModelPrices, RateRow } from './price-table.ts';

const perMillion = Type.Optional(Type.Number({ minimum: 0, maximum: 4_000 }));

/** Dollars per million tokens a user sets for a model, valid at all times and for every price class. */
export const PriceOverride = Type.Object(
  {
    input: Type.Number({ minimum: 0, maximum: 4_000 }),
    output: Type.Number({ minimum: 0, maximum: 4_000 }),
    /** Default: as plain input. */
    cache_read: perMillion,
    /** Default: as plain input. */
    cache_write: perMillion,
    /** Default: as `cache_write`. */
    cache_write_1h: perMillion,
    /** Dollars per thousand searches. */
    web_search: perMillion,
  },
  { additionalProperties: false },
);
export type PriceOverride = Static<typeof PriceOverride>;

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
