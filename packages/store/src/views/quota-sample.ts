import type { QuotaSample } from '@belfry/core';
import type { QuotaSampleRow } from '../tables/usage.ts';
import { toIsoTime } from './iso-time.ts';

export function toQuotaSample(row: QuotaSampleRow): QuotaSample {
  const { agent, limit_name, at, used_percent, window_minutes, resets_at, plan } = row;
  const sample: QuotaSample = { agent, limit: limit_name, usedPercent: used_percent, at: toIsoTime(at) };
  if (window_minutes !== 0) sample.windowMinutes = window_minutes;
  if (resets_at !== 0) sample.resetsAt = toIsoTime(resets_at);
  if (plan !== '') sample.plan = plan;
  return sample;
}
