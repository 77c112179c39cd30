import {
  costOf,
  noTokens,
  type PriceQuestion,
  type Pricer,
  promptSteps,
  type TokenUsage,
  toMicros,
  toPromptStep,
} from '@belfry/core';
import { describe, expect, it } from 'vitest';
import { createPricer } from './create-pricer.ts';
import type { ModelPrices, PriceTable } from './price-table.ts';

const price = (pricer: Pricer, model: string | undefined, question: Partial<PriceQuestion> = {}) =>
  pricer.quote({ agent: 'claude', model, priceClass: 'standard', at: undefined, promptOver: 0, ...question });

/** Micro-dollars of tokens, or why they have no price. */
function cost(pricer: Pricer, model: string, tokens: Partial<TokenUsage>, question: Partial<PriceQuestion> = {}) {
  const all = { ...noTokens, ...tokens };
  const quote = price(pricer, model, { promptOver: toPromptStep(all), ...question });
  return quote.rates === undefined ? quote.reason : toMicros(costOf(quote.rates, all));
}

const bundled = createPricer();
const day = (text: string) => Date.parse(`${text}T12:00:00Z`);

describe('prices of the bundled table, counted by hand', () => {
  it.each<[string, string, Partial<TokenUsage>, number]>([
    // $5 in, $25 out, $0.50 read, $6.25 written for 5 minutes, $10 for an hour, a million tokens each
    ['input and output', 'claude-opus-4-8', { input: 1_000, output: 200 }, 5_000 + 5_000],
    ['a cache read', 'claude-opus-4-8', { cacheRead: 40_000 }, 20_000],
    ['a five-minute cache write', 'claude-opus-4-8', { cacheWrite5m: 8_000 }, 50_000],
    ['an hour’s cache write', 'claude-opus-4-8', { cacheWrite1h: 8_000 }, 80_000],
    ['reasoning, which is part of output', 'claude-opus-4-8', { output: 200, reasoning: 150 }, 5_000],
    ['web searches at $10 per thousand', 'claude-opus-4-8', { webSearches: 3 }, 30_000],
    // $1 in, $5 out, $0.10 read, $2 for an hour: 10 + 50,000 + 314.8 + 66,002 micro-dollars
    ['all at once', 'claude-haiku-4-5', { input: 10, output: 10_000, cacheRead: 3_148, cacheWrite1h: 33_001 }, 116_327],
    // $2.50 in, $15 out, $0.25 read
    [
      'cached input of another maker',
      'gpt-5.4',
      { input: 1_000, output: 1_000, cacheRead: 4_000 },
      2_500 + 15_000 + 1_000,
    ],
    // A fifth of a micro-dollar rounds to nothing, half of one up.
    ['less than half a micro-dollar', 'claude-haiku-4-5', { cacheRead: 2 }, 0],
    ['half a micro-dollar', 'claude-haiku-4-5', { cacheRead: 5 }, 1],
  ])('%s', (_, model, tokens, micros) => {
    expect(cost(bundled, model, tokens)).toBe(micros);
  });

  it('steps up for the whole request above a size of the prompt, and not at it', () => {
    const at = day('2026-02-01');
    // Sonnet 4.6 then: $3 in and $15 out, above 200,000 tokens of prompt $6 and $22.50.
    expect(cost(bundled, 'claude-sonnet-4-6', { input: 200_000, output: 1_000 }, { at })).toBe(600_000 + 15_000);
    expect(cost(bundled, 'claude-sonnet-4-6', { input: 200_001, output: 1_000 }, { at })).toBe(1_200_006 + 22_500);
    // Cache reads and writes are prompt too: $0.60 and $7.50 above the step.
    const tokens = { input: 1_000, cacheRead: 190_000, cacheWrite5m: 10_000 };
    expect(cost(bundled, 'claude-sonnet-4-6', tokens, { at })).toBe(6_000 + 114_000 + 75_000);
  });

  it('steps up at exactly 272,000 tokens where the price list says so', () => {
    // GPT-5.4: $2.50 and $15, from 272,000 on $5 and $22.50.
    expect(cost(bundled, 'gpt-5.4', { input: 271_999, output: 1_000 })).toBe(679_998 + 15_000);
    expect(cost(bundled, 'gpt-5.4', { input: 272_000, output: 1_000 })).toBe(1_360_000 + 22_500);
  });

  it('changes with the day, and what is over keeps its price', () => {
    // The long-context surcharge of Opus 4.6 ended on 2026-03-13.
    const tokens = { input: 300_000 };
    expect(cost(bundled, 'claude-opus-4-6', tokens, { at: Date.parse('2026-03-12T23:59:59.999Z') })).toBe(3_000_000);
    expect(cost(bundled, 'claude-opus-4-6', tokens, { at: Date.parse('2026-03-13T00:00:00Z') })).toBe(1_500_000);
  });

  it('changes with the hour where it does', () => {
    // DeepSeek V4 Pro from 2026-08-17 on: $0.66, between 01:00 and 04:00 UTC $1.32.
    const at = (time: string) => Date.parse(`2026-09-01T${time}Z`);
    const million = { input: 1_000_000 };
    expect(cost(bundled, 'deepseek-v4-pro', million, { at: at('00:59:59') })).toBe(660_000);
    expect(cost(bundled, 'deepseek-v4-pro', million, { at: at('01:00:00') })).toBe(1_320_000);
    expect(cost(bundled, 'deepseek-v4-pro', million, { at: at('03:59:59') })).toBe(1_320_000);
    expect(cost(bundled, 'deepseek-v4-pro', million, { at: at('04:00:00') })).toBe(660_000);
  });

  it.each([
    ['claude-opus-4-8', 'fast', 6],
    ['claude-opus-5', 'fast', 2],
    ['claude-sonnet-4-6', 'batch', 0.5],
    ['gpt-5.4', 'priority', 2],
    ['gpt-5.4', 'fast', 2],
    ['gpt-5.4', 'flex', 0.5],
    ['gpt-5-mini', 'priority', 1.8],
  ])('of %s as %s are %d times the standard ones', (model, priceClass, factor) => {
    const tokens = { input: 10_000, output: 10_000, cacheRead: 10_000 };
    const at = day('2026-06-01');
    const standard = cost(bundled, model, tokens, { at }) as number;
    expect(cost(bundled, model, tokens, { at, priceClass })).toBe(standard * factor);
  });

  it('are missing for a class nobody has told the price of', () => {
    expect(cost(bundled, 'claude-sonnet-4-6', { input: 1 }, { priceClass: 'priority' })).toBe('price-class');
  });

  it('know every step that sums are kept apart by, and no other', () => {
    const steps = new Set<number>(promptSteps);
    for (const over of steps) expect(toPromptStep({ ...noTokens, input: over })).toBeLessThan(over);
    for (const over of steps) expect(toPromptStep({ ...noTokens, input: over + 1 })).toBe(over);
  });
});

describe('a quote', () => {
  it('holds until the price changes, and is the same object as long', () => {
    const one = price(bundled, 'claude-opus-4-6', { at: day('2026-01-01') });
    expect(one.until).toBe(Date.parse('2026-03-13'));
    expect(price(bundled, 'claude-opus-4-6', { at: one.until - 1 })).toBe(one);
    expect(price(bundled, 'claude-opus-4-6', { at: one.until })).not.toBe(one);
  });

  it('is of the day of the table where a request has no time', () => {
    const table = aTable([{ rates: { input: 1, output: 1 } }, { from: '2026-05-01', rates: { input: 2, output: 2 } }]);
    expect(price(createPricer({ table: { ...table, date: '2026-04-30' } }), 'model-x').rates?.input).toBe(1n);
    expect(price(createPricer({ table: { ...table, date: '2026-05-01' } }), 'model-x').rates?.input).toBe(2n);
  });

  it('says that nothing was valid yet', () => {
    const pricer = createPricer({ table: aTable([{ from: '2026-05-01', rates: { input: 2, output: 2 } }]) });
    const early = price(pricer, 'model-x', { at: day('2026-04-01') });
    expect(early).toMatchObject({ reason: 'time', until: Date.parse('2026-05-01') });
    expect(price(pricer, 'model-x', { at: early.until }).rates?.input).toBe(2n);
  });

  it('prices what has no price of its own as plain input, an hour’s write as any write, and no search', () => {
    const { rates } = price(createPricer({ table: aTable([{ rates: { input: 3, output: 9 } }]) }), 'model-x');
    expect(rates).toEqual({ input: 3n, output: 9n, cacheRead: 3n, cacheWrite5m: 3n, cacheWrite1h: 3n });
    const written = createPricer({ table: aTable([{ rates: { input: 3, output: 9, cacheWrite: 4, webSearch: 5 } }]) });
    expect(price(written, 'model-x').rates).toMatchObject({ cacheWrite5m: 4n, cacheWrite1h: 4n, webSearch: 5n });
  });

  it('does not make a search dearer because the tokens come faster', () => {
    const fast = price(bundled, 'claude-opus-4-8', { priceClass: 'fast' }).rates;
    expect(fast?.webSearch).toBe(10_000_000_000n);
  });
});

describe('what the user sets', () => {
  const overrides = {
    'my-model': { input: 0.2, output: 0.8, web_search: 5 },
    'claude-opus-4-8': { input: 1, output: 2, cache_read: 0.1, cache_write: 1.5, cache_write_1h: 3 },
  };
  const pricer = createPricer({ overrides });

  it('gives a model a price, for all times and classes', () => {
    expect(cost(pricer, 'my-model', { input: 1_000_000, output: 1_000_000, webSearches: 2 })).toBe(1_000_000 + 10_000);
    expect(cost(pricer, 'my-model', { input: 1_000_000 }, { at: 0, priceClass: 'whatever' })).toBe(200_000);
  });

  it('replaces the whole of what the table says, under every spelling', () => {
    const million = { input: 1e6, output: 1e6, cacheRead: 1e6, cacheWrite5m: 1e6, cacheWrite1h: 1e6 };
    expect(cost(pricer, 'claude-opus-4.8[1m]', million)).toBe(1e6 + 2e6 + 0.1e6 + 1.5e6 + 3e6);
    expect(cost(pricer, 'anthropic/claude-opus-4-8', { webSearches: 1 })).toBe(0);
    expect(cost(pricer, 'claude-opus-4-7', { input: 1e6 })).toBe(5e6);
  });

  it('is named', () => {
    expect(pricer.provenance.overrides).toEqual(['claude-opus-4-8', 'my-model']);
  });
});

function aTable(prices: ModelPrices['prices']): PriceTable {
  return { source: 'a test', date: '2026-06-01', models: [{ provider: 'x', rank: 0, names: ['model-x'], prices }] };
}
