import { describe, expect, it } from 'vitest';
import { toCostMicros, toPriceClass, toRequestKey, toTokens } from './usage.ts';

describe('tokens', () => {
  it('keeps the split of cache writes, and thinking as a part of the output', () => {
    expect(
      toTokens({
        input_tokens: 1,
        output_tokens: 20,
        cache_creation_input_tokens: 30,
        cache_read_input_tokens: 4,
        cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
        output_tokens_details: { thinking_tokens: 7 },
        server_tool_use: { web_search_requests: 2 },
        iterations: [{ output_tokens: 20 }],
      }),
    ).toEqual({ input: 1, output: 20, reasoning: 7, cacheRead: 4, cacheWrite5m: 10, cacheWrite1h: 20, webSearches: 2 });
  });

  it('takes a cache write without a split for a 5-minute one', () => {
    expect(toTokens({ cache_creation_input_tokens: 30 })).toMatchObject({ cacheWrite5m: 30, cacheWrite1h: 0 });
    const split = { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 };
    expect(toTokens({ cache_creation_input_tokens: 30, cache_creation: split })).toMatchObject({ cacheWrite5m: 30 });
  });

  it('reads numeric strings, and nothing from what is no number', () => {
    expect(toTokens({ input_tokens: '12', output_tokens: 'many', cache_read_input_tokens: null })).toMatchObject({
      input: 12,
      output: 0,
      cacheRead: 0,
    });
  });
});

it.each([
  [{}, 'standard'],
  [{ service_tier: null, speed: null }, 'standard'],
  [{ service_tier: 'standard', speed: 'standard' }, 'standard'],
  [{ service_tier: 'batch' }, 'batch'],
  [{ service_tier: 'standard', speed: 'fast' }, 'fast'],
  [{ service_tier: 'priority', speed: 'fast' }, 'priority+fast'],
])('price class of %j is %s', (usage, priceClass) => {
  expect(toPriceClass(usage)).toBe(priceClass);
});

it.each([
  [0.0123456, 12_346],
  [0, 0],
  [undefined, undefined],
  [null, undefined],
  ['0.5', undefined],
  [-1, undefined],
  [Number.NaN, undefined],
  [1e300, undefined],
])('a cost of %j dollars is %j micro-dollars', (dollars, micros) => {
  expect(toCostMicros(dollars)).toBe(micros);
});

describe('request key', () => {
  const place = { chain: 'first', record: 'uuid' };

  it('is message and request id', () => {
    expect(toRequestKey({ message: 'm', request: 'r', ...place })).toBe('m:r');
  });

  it('is the message id within its chain when there is no request id, so that a copy of the chain shares it', () => {
    expect(toRequestKey({ message: 'm', request: undefined, ...place })).toBe('m@first');
  });

  it('is the record when there is no id at all, so that nothing is grouped', () => {
    expect(toRequestKey({ message: undefined, request: undefined, ...place })).toBe('record:uuid');
  });
});
