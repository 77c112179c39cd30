import { noTokens, type Pricer } from '@belfry/core';
import { createUsageReports, createUsageTally } from '@belfry/usage';
import { expect, it } from 'vitest';
import { resolveRequest } from '../options/resolve-request.ts';
import { findCostDifferences } from './cost-differences.ts';

const nowMs = Date.UTC(2026, 10, 22);
const nothing = { output: 0n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n };
/** A micro-dollar a token. */
const pricer: Pricer = {
  provenance: { source: 'a test', date: '2026-01-01', overrides: [] },
  quote: ({ model }) => ({
    from: Number.NEGATIVE_INFINITY,
    until: Number.POSITIVE_INFINITY,
    ...(model === 'm' ? { rates: { input: 1_000_000n, ...nothing } } : { reason: 'unknown' as const }),
  }),
};

it('finds requests whose reported cost is not what prices make of them, the largest difference first', () => {
  const tally = createUsageTally();
  tally.addSession({ id: 'claude:a', agent: 'claude', project: 'p', title: '' });
  const add = (day: number, input: number, reportedCostMicros: number | undefined, model = 'm') =>
    tally.addRequest({
      session: 'claude:a',
      at: Date.UTC(2026, 10, day, 12),
      model,
      priceClass: 'standard',
      basis: 'counted',
      tokens: { ...noTokens, input },
      ...(reportedCostMicros === undefined ? {} : { reportedCostMicros }),
    });
  add(1, 100, 1);
  add(2, 10_000, 10_010);
  add(3, 10_000, 10_011);
  add(4, 200, 150);
  add(5, 300, undefined);
  add(6, 400, 4, 'of no price');
  add(7, 500, 0);
  const reports = createUsageReports(tally, { pricer, clock: { now: () => nowMs } });
  const flags = { since: '2026-11-02', timezone: 'UTC' };
  const request = resolveRequest(flags, { kind: 'daily', schema: 'belfry', nowMs });
  const { compared, different } = findCostDifferences(reports, request);
  expect(compared).toBe(4);
  expect(different.map(({ reportedMicros, pricedMicros }) => [reportedMicros, pricedMicros])).toEqual([
    [0, 500],
    [150, 200],
    [10_011, 10_000],
  ]);
});
