import type { UsageSource } from '@belfry/core';
import type { DayRange } from './day-range.ts';
import { dayMs } from './quarter.ts';

/** Sessions that were asked for by name, each with everything below it. Keys are the source's numbers. */
export interface SessionFamilies {
  /** The sessions asked for that a session counts for: itself, and those above it. */
  headsOf(key: number): readonly number[];
  /** As much of a range as they lived in, to the day of UTC. */
  within(range: DayRange): DayRange;
}

export function readFamilies(source: UsageSource, ids: readonly string[]): SessionFamilies {
  const heads = new Map<number, number[]>();
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const id of new Set(ids)) {
    const head = source.session(id);
    if (head === undefined) continue;
    for (const one of [head, ...source.descendants(head.key)]) {
      heads.set(one.key, [...(heads.get(one.key) ?? []), head.key]);
      // Without a time nothing can be left out for its sake.
      fromMs = Math.min(fromMs, one.startedAt === undefined ? 0 : Date.parse(one.startedAt));
      toMs = Math.max(toMs, one.lastAt === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(one.lastAt) + 1);
    }
  }
  return {
    headsOf: (key) => heads.get(key) ?? [],
    within: (range) => ({
      ...range,
      fromMs: Math.max(range.fromMs, Math.floor(fromMs / dayMs) * dayMs),
      toMs: Math.min(range.toMs, Math.ceil(toMs / dayMs) * dayMs),
    }),
  };
}
