import { costOf, type Rates, type TokenUsage, toMicros } from '@belfry/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addMoney, compareMoney, costAt, type Money, noMoney, savingsAt, toMicrosOf, toNumberRates } from './money.ts';

const rate = fc.bigInt({ min: 0n, max: 4_000_000_000n });
const count = fc.oneof(fc.nat({ max: 1000 }), fc.nat({ max: 2 ** 33 }));
const someRates: fc.Arbitrary<Rates> = fc.record({
  input: rate,
  output: rate,
  cacheRead: rate,
  cacheWrite5m: rate,
  cacheWrite1h: rate,
  webSearch: fc.bigInt({ min: 0n, max: 10n ** 12n }),
});
const someTokens: fc.Arbitrary<TokenUsage> = fc.record({
  input: count,
  output: count,
  reasoning: count,
  cacheRead: count,
  cacheWrite5m: count,
  cacheWrite1h: count,
  webSearches: fc.nat({ max: 1_000_000 }),
});
const exact = ({ hi, lo }: Money) => BigInt(hi) * 2n ** 20n + BigInt(lo);

it('is what big integers say, of one request and of a sum of many', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(someRates, someTokens), { maxLength: 20 }), (requests) => {
      const sum = noMoney();
      let truth = 0n;
      for (const [rates, tokens] of requests) {
        const cost = costAt(toNumberRates(rates), tokens);
        expect(exact(cost)).toBe(costOf(rates, tokens));
        expect(cost.lo).toBeGreaterThanOrEqual(0);
        expect(cost.lo).toBeLessThan(2 ** 20);
        addMoney(sum, cost);
        truth += costOf(rates, tokens);
      }
      expect(exact(sum)).toBe(truth);
      expect(toMicrosOf(sum)).toBe(toMicros(truth));
    }),
  );
});

it('may be less than nothing: savings by caches that cost more than they saved', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(someRates, someTokens), { maxLength: 10 }), (requests) => {
      const sum = noMoney();
      let truth = 0n;
      for (const [rates, { cacheRead, cacheWrite5m, cacheWrite1h, ...rest }] of requests) {
        addMoney(sum, savingsAt(toNumberRates(rates), { cacheRead, cacheWrite5m, cacheWrite1h, ...rest }));
        truth +=
          (rates.input - rates.cacheRead) * BigInt(cacheRead) +
          (rates.input - rates.cacheWrite5m) * BigInt(cacheWrite5m) +
          (rates.input - rates.cacheWrite1h) * BigInt(cacheWrite1h);
      }
      expect(exact(sum)).toBe(truth);
      expect(toMicrosOf(sum)).toBe(toMicros(truth));
    }),
  );
});

it('is rounded half away from nothing, and compared as it is', () => {
  const money = (value: number): Money => ({
    hi: Math.floor(value / 2 ** 20),
    lo: value - Math.floor(value / 2 ** 20) * 2 ** 20,
  });
  expect([499_999, 500_000, 1_499_999, -500_000, -499_999].map((value) => toMicrosOf(money(value)))).toEqual([
    0, 1, 1, -1, 0,
  ]);
  const sorted = [3e12, -7, 0, 2 ** 20, 2 ** 20 - 1].map(money).sort(compareMoney);
  expect(sorted.map(exact)).toEqual([-7n, 0n, 1_048_575n, 1_048_576n, 3_000_000_000_000n]);
});
