import type { PriceProvenance, PriceQuestion, PriceQuote, Pricer } from '@belfry/core';
import { bundledPrices } from './bundled-prices.ts';
import { priceAt, toRates } from './dated-price.ts';
import { createModelNames, type Resolution } from './model-names.ts';
import { toOverridePrices } from './override-prices.ts';
import type { PriceOverride } from './price-override.ts';
import type { ModelPrices, PriceTable } from './price-table.ts';

export interface PricerOptions {
  /** Default: the prices that come with this package. */
  table?: PriceTable;
  /** By model name; each replaces what the table says of that model. */
  overrides?: Readonly<Record<string, PriceOverride>>;
  /** ISO 8601 UTC, when the table was fetched at run time. */
  refreshedAt?: string;
}

/**
 * Prices from a table and from what the user set.
 * @example
 * const quote = createPricer().quote({ agent: 'claude', model: 'claude-opus-4-8', priceClass: 'standard', at, promptOver: 0 });
 */
export function createPricer({ table = bundledPrices, overrides = {}, refreshedAt }: PricerOptions = {}): Pricer {
  const findOverride = createModelNames(toOverridePrices(overrides));
  const findModel = createModelNames(table.models);
  const resolved = new Map<string, Resolution>();
  const resolve = (name: string): Resolution => {
    if (!resolved.has(name)) resolved.set(name, findOverride(name) ?? findModel(name));
    return resolved.get(name);
  };
  const quotes = new Map<string, PriceQuote[]>();
  const tableMs = Date.parse(table.date);

  const provenance: PriceProvenance = {
    source: table.source,
    date: table.date,
    overrides: Object.keys(overrides).sort(),
    ...(refreshedAt === undefined ? {} : { refreshedAt }),
  };
  return {
    provenance,
    quote(question) {
      const { model = '', priceClass, promptOver, at = tableMs } = question;
      const key = JSON.stringify([model, priceClass, promptOver]);
      const known = quotes.get(key) ?? [];
      const valid = known.find(({ from, until }) => at >= from && at < until);
      if (valid !== undefined) return valid;
      const quote = toQuote(resolve(model), question, at);
      quotes.set(key, [...known, quote]);
      return quote;
    },
  };
}

const always = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };

function toQuote(resolution: Resolution, { priceClass, promptOver }: PriceQuestion, at: number): PriceQuote {
  if (resolution === undefined) return { ...always, reason: 'unknown' };
  if ('candidates' in resolution) return { ...always, reason: 'ambiguous', candidates: resolution.candidates };
  const { model } = resolution;
  const thousandths = classOf(model, priceClass);
  if (thousandths === undefined) return { ...always, reason: 'price-class' };
  const { price, from, until } = priceAt(model, at);
  if (price === undefined) return { from, until, reason: 'time' };
  return { from, until, rates: toRates(price, { promptOver, thousandths }) };
}

function classOf({ classes = {} }: ModelPrices, priceClass: string): number | undefined {
  return priceClass === 'standard' || priceClass === '' ? 1000 : (classes[priceClass] ?? classes['*']);
}
