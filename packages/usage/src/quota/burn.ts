import type { QuotaBurn, QuotaForecast } from '@belfry/core';
import type { Reading } from './window.ts';

const hourMs = 3_600_000;
/** Shown percentages are rounded: a rise is off by up to this many points. */
const roundingPoints = 1;
const maxParts = 8;

/** Two-sided 90 % quantiles of Student's distribution for 1 to 7 degrees of freedom. */
const quantiles = [6.314, 2.92, 2.353, 2.132, 2.015, 1.943, 1.895];

/**
 * How fast a window fills of late: over the last fifth of its length, at least an hour. The rate is the rise over that
 * time; its band comes from how much the rises of equal parts of that time differ, and is never narrower than what
 * rounding hides. Nothing when there is no rise to measure or the last reading is older than that time.
 */
export function measureBurn(
  readings: readonly Reading[],
  { nowMs, windowMinutes }: { nowMs: number; windowMinutes: number | undefined },
): QuotaBurn | undefined {
  const lookbackMs = Math.max(hourMs, ((windowMinutes ?? 300) * 60_000) / 5);
  const last = readings.at(-1);
  if (last === undefined || nowMs - last.at > lookbackMs) return undefined;
  // The reading before the span tells where the curve stood when it began.
  const inside = readings.findIndex(({ at }) => at > last.at - lookbackMs);
  const used = readings.slice(Math.max(0, inside - 1));
  const [first] = used;
  if (first === undefined || first === last) return undefined;
  const fromMs = Math.max(first.at, last.at - lookbackMs);
  const hours = (last.at - fromMs) / hourMs;
  const rise = last.usedPercent - percentAt(used, fromMs);
  if (hours <= 0 || rise <= 0) return undefined;
  const rate = rise / hours;
  const error = Math.max(spread(used, fromMs, last.at), roundingPoints / hours);
  return {
    percentPerHour: rate,
    low: Math.max(0, rate - error),
    high: rate + error,
    from: new Date(fromMs).toISOString(),
    to: new Date(last.at).toISOString(),
    samples: used.length,
  };
}

/** Half the width of the 90 % interval of the rate, from the rises of equal parts of the time. */
function spread(readings: readonly Reading[], fromMs: number, toMs: number): number {
  const parts = Math.min(maxParts, readings.length - 1);
  const quantile = quantiles[parts - 2];
  if (quantile === undefined) return 0;
  const partMs = (toMs - fromMs) / parts;
  const rates = Array.from({ length: parts }, (_, index) => {
    const [begin, end] = [fromMs + index * partMs, fromMs + (index + 1) * partMs];
    return ((percentAt(readings, end) - percentAt(readings, begin)) / partMs) * hourMs;
  });
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / parts;
  const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (parts - 1);
  return quantile * Math.sqrt(variance / parts);
}

/** Percentage at a time, on straight lines between the readings. */
function percentAt(readings: readonly Reading[], at: number): number {
  const next = readings.findIndex((reading) => reading.at >= at);
  const after = readings[next];
  const before = readings[next - 1];
  if (after === undefined) return readings.at(-1)?.usedPercent ?? 0;
  if (before === undefined || after.at === at) return after.usedPercent;
  const share = (at - before.at) / (after.at - before.at);
  return before.usedPercent + share * (after.usedPercent - before.usedPercent);
}

/** Where the window goes at that rate. */
export function forecast({ at, usedPercent, resetsAt }: Reading, burn: QuotaBurn): QuotaForecast {
  const reaches = (rate: number): string | undefined => {
    if (usedPercent >= 100) return new Date(at).toISOString();
    const atMs = rate > 0 ? at + ((100 - usedPercent) / rate) * hourMs : Number.POSITIVE_INFINITY;
    const limitMs = resetsAt ?? 8.64e15;
    return atMs < limitMs ? new Date(Math.round(atMs)).toISOString() : undefined;
  };
  const result: QuotaForecast = {};
  const [runsOutAt, earliest, latest] = [reaches(burn.percentPerHour), reaches(burn.high), reaches(burn.low)];
  if (runsOutAt !== undefined) result.runsOutAt = runsOutAt;
  if (earliest !== undefined) result.earliest = earliest;
  if (latest !== undefined) result.latest = latest;
  if (resetsAt !== undefined) {
    const hours = Math.max(0, (resetsAt - at) / hourMs);
    const grown = (rate: number) => usedPercent + rate * hours;
    result.percentAtReset = {
      expected: grown(burn.percentPerHour),
      low: grown(burn.low),
      high: grown(burn.high),
    };
  }
  return result;
}
