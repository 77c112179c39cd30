import type { SessionCells, UsageCells, UsageSource } from '@belfry/core';
import { dayMs } from './quarter.ts';

/** Cells of a source by UTC day, each day read once until it changes. */
export interface DayCells {
  /** Of every day that [fromMs, toMs) touches, ascending. */
  cells(fromMs: number, toMs: number): UsageCells[];
  sessionCells(fromMs: number, toMs: number): SessionCells[];
  untimed(): UsageCells;
  /** When usage begins, to the day. */
  firstMs(): number | undefined;
}

interface Kept {
  version: number;
  cells: Float64Array;
}

export function createDayCells(source: UsageSource): DayCells {
  const keep = (read: (day: number) => Float64Array) => {
    const kept = new Map<number, Kept>();
    // Day 0 is where requests without a time stand; it belongs to no range.
    return (fromMs: number, toMs: number): Float64Array[] =>
      source.days(Math.max(1, Math.floor(fromMs / dayMs)), Math.ceil(toMs / dayMs)).map(({ day, version }) => {
        const known = kept.get(day);
        if (known?.version === version) return known.cells;
        const cells = read(day);
        kept.set(day, { version, cells });
        return cells;
      });
  };
  return {
    cells: keep(source.cells),
    sessionCells: keep(source.sessionCells),
    untimed: () => source.untimed(),
    firstMs() {
      const [first] = source.days(1, Number.MAX_SAFE_INTEGER);
      return first === undefined ? undefined : first.day * dayMs;
    },
  };
}
