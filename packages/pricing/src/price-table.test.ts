import { Check } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { bundledPrices } from './bundled-prices.ts';
import { mergeTables } from './merge-tables.ts';
import { type DatedPrice, PriceTable } from './price-table.ts';
import { classesOf } from './service-classes.ts';
import { type ProviderData, toPriceTable, unknownSteps } from './to-price-table.ts';

const table = (date: string, prices: DatedPrice[], names = ['m']): PriceTable => ({
  source: 'a test',
  date,
  models: [{ provider: 'x', rank: 0, names, prices }],
});
const rates = (input: number) => ({ input, output: 10 });

describe('the bundled table', () => {
  it('is whole, says where it is from, and has only steps that sums know', () => {
    expect(Check(PriceTable, bundledPrices)).toBe(true);
    expect(bundledPrices.source).toMatch(/^@pydantic\/genai-prices \d/);
    expect(bundledPrices.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(unknownSteps(bundledPrices)).toEqual([]);
  });

  it('has for each class a price in whole units', () => {
    for (const { names, prices, classes = {} } of bundledPrices.models) {
      for (const [name, thousandths] of Object.entries(classes)) {
        for (const { rates: row } of prices) {
          const { input, output, cacheRead = 0 } = row;
          const all = [input, output, cacheRead].map((rate) => (rate * thousandths) % 1000);
          expect(all, `${names[0]} ${name}`).toEqual([0, 0, 0]);
        }
      }
    }
  });

  it('has service classes for models that exist', () => {
    const named = bundledPrices.models.filter(({ classes }) => classes !== undefined && 'fast' in classes);
    expect(named.length).toBeGreaterThan(10);
    expect(classesOf({ provider: 'x', rank: 0, names: ['gpt-5'], prices: [] })).toBeUndefined();
  });
});

describe('a newer table', () => {
  const older = table('2026-01-01', [{ rates: rates(1) }]);

  it('prices from its day on what it does not date, and nothing before', () => {
    const merged = mergeTables(older, table('2026-06-01', [{ rates: rates(2) }]));
    expect(merged.models[0]?.prices).toEqual([{ rates: rates(1) }, { from: '2026-06-01', rates: rates(2) }]);
    expect(merged.date).toBe('2026-06-01');
  });

  it('that says the same again changes nothing, also after it said something else', () => {
    const changed = mergeTables(older, table('2026-06-01', [{ rates: rates(2) }]));
    expect(mergeTables(changed, table('2026-07-01', [{ rates: rates(2) }])).models).toEqual(changed.models);
    const back = mergeTables(changed, table('2026-08-01', [{ rates: rates(1) }]));
    expect(back.models[0]?.prices.map(({ from, rates: { input } }) => [from, input])).toEqual([
      [undefined, 1],
      ['2026-06-01', 2],
      ['2026-08-01', 1],
    ]);
  });

  it('that goes on with dated prices is believed', () => {
    const newer = table('2026-06-01', [{ rates: rates(1) }, { from: '2026-03-01', rates: rates(2) }]);
    expect(mergeTables(older, newer).models).toEqual(newer.models);
  });

  it('keeps models it no longer names, and names it no longer has', () => {
    const newer = { ...table('2026-06-01', [{ rates: rates(1) }], ['m', 'm-new']) };
    newer.models.push({ provider: 'x', rank: 0, names: ['n'], prices: [{ rates: rates(5) }] });
    const merged = mergeTables(table('2026-01-01', [{ rates: rates(1) }], ['m', 'm-old']), newer);
    expect(merged.models.map(({ names }) => names)).toEqual([['m', 'm-new', 'm-old'], ['n']]);
    expect(mergeTables(newer, older).models.map(({ names }) => names[0])).toEqual(['m', 'n']);
  });
});

describe('data of genai-prices', () => {
  const provider = (models: ProviderData['models'][number][]): ProviderData[] => [{ id: 'anthropic', models }];
  const read = (models: ProviderData['models'][number][]) =>
    toPriceTable(provider(models), { source: 's', date: '2026-01-01', classes: () => undefined }).models;

  it('becomes names, dated prices and steps', () => {
    const tiered = (base: number, price: number) => ({ base, tiers: [{ start: 200_000, price }] });
    const [one] = read([
      {
        id: 'claude-x-latest',
        match: { or: [{ equals: 'claude-x' }, { starts_with: 'claude-x-' }, { contains: 'laude-' }, { regex: '^c' }] },
        prices: [
          { prices: { input_mtok: tiered(3, 6), output_mtok: tiered(15, 22.5), cache_read_mtok: 0.3 } },
          { constraint: { type: 'start_date', start_date: '2026-03-13' }, prices: { input_mtok: 3, output_mtok: 15 } },
          {
            constraint: { type: 'time_of_date', start_time: '16:30:00Z', end_time: '00:30:00Z' },
            prices: { input_mtok: 1.5, output_mtok: 7.5, web_searches_kcount: 10 },
          },
        ],
      },
    ]);
    expect(one).toEqual({
      provider: 'anthropic',
      rank: 0,
      names: ['claude-x-latest', 'claude-x'],
      prices: [
        {
          rates: { input: 3_000_000, output: 15_000_000, cacheRead: 300_000 },
          steps: [{ over: 200_000, rates: { input: 6_000_000, output: 22_500_000, cacheRead: 300_000 } }],
        },
        { from: '2026-03-13', rates: { input: 3_000_000, output: 15_000_000 } },
        { minutes: [990, 30], rates: { input: 1_500_000, output: 7_500_000, webSearch: 10_000_000_000 } },
      ],
    });
  });

  it('without a price for text is left out', () => {
    const match = { equals: 'x' };
    expect(read([{ id: 'x', match, prices: {} }])).toEqual([]);
    expect(read([{ id: 'x', match, prices: { input_mtok: 1 } }])).toEqual([]);
  });
});
