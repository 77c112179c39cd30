import type { ModelUsage, UsageFigures, UsageSummary } from '@belfry/core';
import { expect, test } from 'vitest';
import { toStacks, totalsBy } from './stacks.ts';

function figures(costMicros: number, totalTokens = costMicros): UsageFigures {
  return {
    inputTokens: totalTokens,
    outputTokens: 0,
    cacheCreationTokens: 0,
    cacheReadTokens: 0,
    cacheCreation1hTokens: 0,
    reasoningTokens: 0,
    webSearches: 0,
    totalTokens,
    requests: 1,
    cost: costMicros / 1e6,
    costMicros,
    unpricedTokens: 0,
    reportedCostMicros: 0,
    reportedCostRequests: 0,
    unreportedCostMicros: costMicros,
    certainty: 'counted',
  };
}
const model = (name: string, costMicros: number, tokens?: number): ModelUsage & { modelName: string } => ({
  ...figures(costMicros, tokens),
  model: name,
  modelName: name,
});

function summary(models: Record<string, [cost: number, tokens?: number]>): UsageSummary {
  const all = Object.entries(models).map(([name, [cost, tokens]]) => model(name, cost, tokens));
  const total = all.reduce((sum, { costMicros }) => sum + costMicros, 0);
  return {
    daily: [
      {
        ...figures(total),
        date: '2026-11-02',
        from: '',
        to: '',
        totalCost: total / 1e6,
        modelsUsed: Object.keys(models),
        modelBreakdowns: all,
        projectBreakdowns: [],
        agentBreakdowns: [],
      },
    ],
    modelTotals: all,
    projectTotals: [],
    agentTotals: [],
  } as unknown as UsageSummary;
}
const span = { from: '2026-11-01', to: '2026-11-03', granularity: 'day' } as const;

test('four names and the rest: no colour is used twice, and nothing is left out', () => {
  const { series, bars } = toStacks(
    summary({ a: [1], b: [20], c: [3], d: [40], e: [5], f: [60] }),
    span,
    'model',
    'cost',
  );
  expect(series.map(({ label, total }) => [label, total])).toEqual([
    ['f', 60],
    ['d', 40],
    ['b', 20],
    ['e', 5],
    ['2 more', 4],
  ]);
  expect(bars.map(({ period, values }) => [period, values])).toEqual([
    ['2026-11-01', [0, 0, 0, 0, 0]],
    ['2026-11-02', [60, 40, 20, 5, 4]],
    ['2026-11-03', [0, 0, 0, 0, 0]],
  ]);
});

test('a fifth name takes the fifth colour instead of being "1 more"', () => {
  const { series } = toStacks(summary({ a: [1], b: [2], c: [3], d: [4], e: [5] }), span, 'model', 'cost');
  expect(series.map(({ label }) => label)).toEqual(['e', 'd', 'c', 'b', 'a']);
});

test('a model without a price is in the table, and in the chart of tokens', () => {
  const free = summary({ priced: [5, 10], free: [0, 900] });
  expect(totalsBy(free, 'model', 'cost').map(({ name }) => name)).toEqual(['priced', 'free']);
  expect(toStacks(free, span, 'model', 'cost').series.map(({ label }) => label)).toEqual(['priced']);
  expect(toStacks(free, span, 'model', 'tokens').series.map(({ label }) => label)).toEqual(['free', 'priced']);
});

test('a row outside the expected periods still has its bar', () => {
  const odd = summary({ a: [1] });
  const [row] = odd.daily;
  if (row !== undefined) row.date = '2026-11-02T10:30+10:30';
  const { bars } = toStacks(odd, span, 'model', 'cost');
  expect(bars.find(({ period }) => period === '2026-11-02T10:30+10:30')?.total).toBe(1);
});
