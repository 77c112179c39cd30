import { Check } from 'typebox/value';
import { expect, it } from 'vitest';
import { addTokens, noTokens } from '../token-sums.ts';
import { TokenUsage } from './usage.ts';

it('tokens are added field by field, and nothing is the neutral element', () => {
  // A different power of ten for each field, so that no two can be mixed up.
  const keys = Object.keys(noTokens) as (keyof TokenUsage)[];
  const tokens = Object.fromEntries(keys.map((key, index) => [key, 10 ** index])) as TokenUsage;

  expect(addTokens(tokens, noTokens)).toEqual(tokens);
  expect(Object.values(addTokens(tokens, tokens))).toEqual(keys.map((_, index) => 2 * 10 ** index));
  expect(Check(TokenUsage, noTokens)).toBe(true);
});

it('nothing cannot be changed by accident', () => {
  expect(() => Object.assign(noTokens, { input: 1 })).toThrow(TypeError);
});
