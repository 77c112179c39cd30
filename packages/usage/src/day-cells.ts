import type { UsageCells, UsageSource } from '@belfry/core';
import { cellSize, seriesOf, sessionOf } from './cell.ts';
import { dayMs } from './quarter.ts';

/**
 * Cells of a source by UTC day, each day read once until it changes. Series and sessions are numbered anew from 0 on,
 * so that sums can be kept in arrays; `series` and `sessions` have the source's own numbers.
 */
export interface DayCells {
  /** Of every day that [fromMs, toMs) touches, ascending. */
  cells(fromMs: number, toMs: number): UsageCells[];
  untimed(): UsageCells;
  /** When usage begins, to the day. */
  firstMs(): number | undefined;
  readonly series: readonly number[];
  readonly sessions: readonly number[];
}

/** Days are forgotten, the ones read first before others, when there are more numbers than these: 16 MB. */
const keptNumbers = 2_000_000;

export function createDayCells(source: UsageSource): DayCells {
  const series = createNumbering();
  const sessions = createNumbering();
  const kept = new Map<number, { version: number; cells: UsageCells }>();
  let numbers = 0;

  const renumber = (cells: UsageCells): UsageCells => {
    for (let at = 0; at < cells.length; at += cellSize) {
      cells[at + seriesOf] = series.of(cells[at + seriesOf] as number);
      cells[at + sessionOf] = sessions.of(cells[at + sessionOf] as number);
    }
    return cells;
  };
  const read = (day: number, version: number): UsageCells => {
    const known = kept.get(day);
    if (known?.version === version) return known.cells;
    const cells = renumber(source.cells(day));
    numbers += cells.length - (known?.cells.length ?? 0);
    kept.delete(day);
    kept.set(day, { version, cells });
    for (const [oldest, { cells: old }] of kept) {
      if (numbers <= keptNumbers || oldest === day) break;
      kept.delete(oldest);
      numbers -= old.length;
    }
    return cells;
  };

  return {
    series: series.all,
    sessions: sessions.all,
    // Day 0 is where requests without a time stand; it belongs to no range.
    cells: (fromMs, toMs) =>
      source
        .days(Math.max(1, Math.floor(fromMs / dayMs)), Math.ceil(toMs / dayMs))
        .map(({ day, version }) => read(day, version)),
    untimed: () => renumber(source.untimed()),
    firstMs() {
      const [first] = source.days(1, Number.MAX_SAFE_INTEGER);
      return first === undefined ? undefined : first.day * dayMs;
    },
  };
}

function createNumbering() {
  const all: number[] = [];
  const numbers = new Map<number, number>();
  return {
    all: all as readonly number[],
    of(original: number): number {
      const known = numbers.get(original);
      if (known !== undefined) return known;
      numbers.set(original, all.length);
      return all.push(original) - 1;
    },
  };
}
