import type { QuotaPoint, QuotaSample } from '@belfry/core';

/** A sample with its times in ms. */
export interface Reading {
  at: number;
  usedPercent: number;
  resetsAt: number | undefined;
}

/** All readings of one limit, ascending, and those since its window last began anew. */
export interface LimitReadings {
  agent: string;
  limit: string;
  windowMinutes: number | undefined;
  plan: string | undefined;
  all: Reading[];
  current: Reading[];
}

/** Reset times wander by a little from sample to sample; a window that began anew is off by more. */
const resetJitterMs = 5 * 60_000;

/** Samples by limit. What is told of a limit later holds for all of it. */
export function toLimitReadings(samples: readonly QuotaSample[]): LimitReadings[] {
  const groups = Map.groupBy(samples, ({ agent, limit }) => `${agent}\n${limit}`);
  return [...groups.values()].map((group) => {
    const all = group.map(toReading).sort((a, b) => a.at - b.at);
    const { agent, limit } = group[0] as QuotaSample;
    const last = <Key extends keyof QuotaSample>(key: Key) => group.findLast((one) => one[key] !== undefined)?.[key];
    return { agent, limit, windowMinutes: last('windowMinutes'), plan: last('plan'), all, current: sinceReset(all) };
  });
}

function toReading({ at, usedPercent, resetsAt }: QuotaSample): Reading {
  return { at: Date.parse(at), usedPercent, resetsAt: resetsAt === undefined ? undefined : Date.parse(resetsAt) };
}

function sinceReset(readings: readonly Reading[]): Reading[] {
  const start = readings.findLastIndex((reading, index) => {
    const before = readings[index - 1];
    return before !== undefined && beginsAnew(before, reading);
  });
  return readings.slice(Math.max(0, start));
}

/** A window begins when its reset moves on, or, where no reset is told, when its percentage falls. */
function beginsAnew(before: Reading, reading: Reading): boolean {
  if (before.resetsAt !== undefined && reading.resetsAt !== undefined) {
    return reading.resetsAt - before.resetsAt > resetJitterMs || reading.at >= before.resetsAt;
  }
  return reading.usedPercent < before.usedPercent;
}

export function toPoint({ at, usedPercent, resetsAt }: Reading): QuotaPoint {
  const point: QuotaPoint = { at: new Date(at).toISOString(), usedPercent };
  if (resetsAt !== undefined) point.resetsAt = new Date(resetsAt).toISOString();
  return point;
}

/** Of readings that say the same one after another the first and the last: where a curve bends. */
export function bends(readings: readonly Reading[]): Reading[] {
  const isSame = (a: Reading | undefined, b: Reading) => a?.usedPercent === b.usedPercent && a.resetsAt === b.resetsAt;
  return readings.filter(
    (reading, index) => !isSame(readings[index - 1], reading) || !isSame(readings[index + 1], reading),
  );
}
