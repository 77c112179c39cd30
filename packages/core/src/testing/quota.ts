import type { QuotaSample } from '../model/quota.ts';

/** A five-hour window, a quarter used. */
export function aQuotaSample(sample: Partial<QuotaSample> = {}): QuotaSample {
  return {
    agent: 'claude',
    limit: 'five_hour',
    windowMinutes: 300,
    usedPercent: 25,
    resetsAt: '2026-01-02T06:00:00.000Z',
    at: '2026-01-02T03:00:00.000Z',
    ...sample,
  };
}
