import type { Rates, TokenUsage } from '@belfry/core';

/**
 * Exact money in 10^-12 dollar, `hi` × 2^20 + `lo` with `lo` in [0, 2^20): two whole numbers a processor adds as they
 * are, where big integers would cost more than everything else in a report. Good for sums up to nine billion dollars.
 */
export interface Money {
  hi: number;
  lo: number;
}

const unit = 2 ** 20;

export function noMoney(): Money {
  return { hi: 0, lo: 0 };
}

/** Adds to `into`, which is changed. */
export function addMoney(into: Money, { hi, lo }: Money): void {
  const sum = into.lo + lo;
  const carry = sum >= unit ? 1 : 0;
  into.hi += hi + carry;
  into.lo = sum - carry * unit;
}

/** Adds `rate` × `count`; the rate is below 2^32, the count a whole number of which 2^53 are possible. */
function addProduct(into: Money, rate: number, count: number): void {
  const low = count % unit;
  const high = (count - low) / unit;
  const product = rate * low + into.lo;
  const carry = Math.floor(product / unit);
  into.hi += rate * high + carry;
  into.lo = product - carry * unit;
}

/** Micro-dollars, rounded half away from zero. */
export function toMicrosOf({ hi, lo }: Money): number {
  const exact = BigInt(hi) * BigInt(unit) + BigInt(lo);
  const half = exact < 0n ? -500_000n : 500_000n;
  return Number((exact + half) / 1_000_000n);
}

export function compareMoney(a: Money, b: Money): number {
  return a.hi - b.hi || a.lo - b.lo;
}

/** Rates as numbers. */
export interface NumberRates {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
  webSearch: number;
}

const known = new WeakMap<Rates, NumberRates>();

export function toNumberRates(rates: Rates): NumberRates {
  const found = known.get(rates);
  if (found !== undefined) return found;
  const { input, output, cacheRead, cacheWrite5m, cacheWrite1h, webSearch = 0n } = rates;
  const made: NumberRates = {
    input: Number(input),
    output: Number(output),
    cacheRead: Number(cacheRead),
    cacheWrite5m: Number(cacheWrite5m),
    cacheWrite1h: Number(cacheWrite1h),
    webSearch: Number(webSearch),
  };
  known.set(rates, made);
  return made;
}

/** What tokens cost at these rates. */
export function costAt(rates: NumberRates, tokens: TokenUsage): Money {
  const cost = noMoney();
  addProduct(cost, rates.input, tokens.input);
  addProduct(cost, rates.output, tokens.output);
  addProduct(cost, rates.cacheRead, tokens.cacheRead);
  addProduct(cost, rates.cacheWrite5m, tokens.cacheWrite5m);
  addProduct(cost, rates.cacheWrite1h, tokens.cacheWrite1h);
  // A search costs more than 2^32, and there are fewer of them: the other way round.
  addProduct(cost, tokens.webSearches, rates.webSearch);
  return cost;
}

/** What cache reads saved minus what cache writes cost more than plain input; may be negative. */
export function savingsAt({ input, cacheRead, cacheWrite5m, cacheWrite1h }: NumberRates, tokens: TokenUsage): Money {
  const saved = noMoney();
  addProduct(saved, input - cacheRead, tokens.cacheRead);
  addProduct(saved, input - cacheWrite5m, tokens.cacheWrite5m);
  addProduct(saved, input - cacheWrite1h, tokens.cacheWrite1h);
  return saved;
}
