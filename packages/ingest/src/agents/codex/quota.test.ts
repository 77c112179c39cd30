import type { QuotaFact } from '@belfry/core';
import { describe, expect, it } from 'vitest';
import { anEvent, ofType, readRollout, somePath } from './test-rollouts.ts';

const limits = (primary: object | null, rest: object = {}) =>
  anEvent('token_count', { info: null, rate_limits: { primary, secondary: null, ...rest } });

function quotaOf(...records: object[]): QuotaFact[] {
  return ofType(readRollout(somePath, records).facts, 'quota');
}

describe('rate limits', () => {
  it('are said when a figure changed, not each time they are repeated', () => {
    const window = { used_percent: 7, window_minutes: 300, resets_at: 1785600000 };
    const samples = quotaOf(
      limits(window),
      limits(window),
      limits({ ...window, used_percent: 8.5 }),
      limits({ ...window, used_percent: 8.5, resets_at: 1785618000 }),
      limits({ ...window, used_percent: 8.5, resets_at: 1785618000 }, { plan_type: 'pro' }),
    );
    expect(samples.map(({ usedPercent, resetsAt, plan }) => [usedPercent, resetsAt, plan])).toEqual([
      [7, 1785600000000, undefined],
      [8.5, 1785600000000, undefined],
      [8.5, 1785618000000, undefined],
      [8.5, 1785618000000, 'pro'],
    ]);
  });

  it('are named by the length of their window, whichever slot holds it', () => {
    const minutes = [300, 299, 10080, 10079, 1440, 0, null];
    const names = minutes.map((window_minutes) => quotaOf(limits({ used_percent: 1, window_minutes }))[0]?.limit);
    expect(names).toEqual(['five_hour', 'five_hour', 'seven_day', 'seven_day', '1440_minutes', 'primary', 'primary']);
  });

  it('of other limits than the agent’s own bear their name', () => {
    const window = { used_percent: 1, window_minutes: 300 };
    expect(
      quotaOf(limits(window, { limit_id: 'codex' }), limits(window, { limit_id: 'spark' })).map((fact) => fact.limit),
    ).toEqual(['five_hour', 'spark/five_hour']);
  });

  it('tell a reset as so many seconds after the record, and wandering seconds are no change', () => {
    const soon = (seconds: number) => limits({ used_percent: 1, window_minutes: 300, resets_in_seconds: seconds });
    const samples = quotaOf(soon(3600), soon(3599), soon(3590), soon(7200));
    expect(samples.map((fact) => (fact.resetsAt ?? 0) - fact.at)).toEqual([3_600_000, 7_200_000]);
  });

  it('without a percentage or without a time say nothing', () => {
    expect(quotaOf(limits({ window_minutes: 300 }), limits({ used_percent: 'full' }), limits(null))).toEqual([]);
    const timeless = {
      type: 'event_msg',
      payload: { type: 'token_count', rate_limits: { primary: { used_percent: 1 } } },
    };
    expect(quotaOf(timeless)).toEqual([]);
  });
});
