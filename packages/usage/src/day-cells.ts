import type { UsageCells, UsageSource } from '@belfry/core';
import { cellSize, lastAtOf, seriesOf, sessionOf } from './cell.ts';
import { dayMs } from './quarter.ts';

/** The days of a source as they are when a report begins. */
export interface DayView {
  /** Cells of every day that [fromMs, toMs) touches, ascending. */
  cells(fromMs: number, toMs: number): UsageCells[];
  untimed(): UsageCells;
  /** Beginnings of the UTC days with usage that [fromMs, toMs) touches, ascending. */
  starts(fromMs: number, toMs: number): number[];
  /** When usage begins, to the day. */
  readonly firstMs: number | undefined;
  /** The time of the latest request. */
  lastMs(): number | undefined;
  /** What `make` makes of cells in [fromMs, toMs), made again only when one of their days has changed. */
  memo<Value>(name: string, fromMs: number, toMs: number, make: () => Value): Value;
}

/**
 * Cells of a source by UTC day, read when first asked for. Series and sessions are numbered anew from 0 on, so that
 * sums can be kept in arrays; `series` and `sessions` have the source's own numbers.
 */
export interface DayCells {
  view(): DayView;
  readonly series: readonly number[];
  readonly sessions: readonly number[];
}

/** Cells of days are only needed to make something of them: a month of an eager user. */
const keptNumbers = 500_000;
/** What was made of them is kept for years, and for some filters. */
const keptValues = 10_000;

export function createDayCells(source: UsageSource): DayCells {
  const series = createNumbering();
  const sessions = createNumbering();
  const cells = new Map<number, { version: number; cells: UsageCells }>();
  const values = new Map<string, { stamp: string; value: unknown }>();
  let numbers = 0;

  const renumber = (some: UsageCells): UsageCells => {
    for (let at = 0; at < some.length; at += cellSize) {
      some[at + seriesOf] = series.of(some[at + seriesOf] as number);
      some[at + sessionOf] = sessions.of(some[at + sessionOf] as number);
    }
    return some;
  };
  const read = (day: number, version: number): UsageCells => {
    const known = cells.get(day);
    if (known?.version === version) return known.cells;
    const fresh = renumber(source.cells(day));
    numbers += fresh.length - (known?.cells.length ?? 0);
    cells.delete(day);
    cells.set(day, { version, cells: fresh });
    for (const [oldest, { cells: old }] of cells) {
      if (numbers <= keptNumbers || oldest === day) break;
      cells.delete(oldest);
      numbers -= old.length;
    }
    return fresh;
  };

  return {
    series: series.all,
    sessions: sessions.all,
    view() {
      // Day 0 is where requests without a time stand; it belongs to no range.
      const days = source.days(1, Number.MAX_SAFE_INTEGER);
      const [first] = days;
      const versions = new Map(days.map(({ day, version }) => [day, version]));
      const touched = function* (fromMs: number, toMs: number) {
        const [from, to] = [Math.floor(fromMs / dayMs), Math.ceil(toMs / dayMs)];
        if (to - from <= days.length) {
          for (let day = from; day < to; day++) {
            const version = versions.get(day);
            if (version !== undefined) yield { day, version };
          }
        } else yield* days.filter(({ day }) => day >= from && day < to);
      };
      return {
        firstMs: first && first.day * dayMs,
        lastMs() {
          const last = days.at(-1);
          if (last === undefined) return undefined;
          let latestMs = last.day * dayMs;
          const ofDay = read(last.day, last.version);
          for (let at = lastAtOf; at < ofDay.length; at += cellSize) latestMs = Math.max(latestMs, ofDay[at] as number);
          return latestMs;
        },
        cells: (fromMs, toMs) => [...touched(fromMs, toMs)].map(({ day, version }) => read(day, version)),
        untimed: () => renumber(source.untimed()),
        starts: (fromMs, toMs) => [...touched(fromMs, toMs)].map(({ day }) => day * dayMs),
        memo<Value>(name: string, fromMs: number, toMs: number, make: () => Value): Value {
          const key = `${name} ${fromMs} ${toMs}`;
          let stamp = '';
          for (const { day, version } of touched(fromMs, toMs)) stamp += `${day}:${version} `;
          const known = values.get(key);
          if (known?.stamp === stamp) return known.value as Value;
          const value = make();
          values.delete(key);
          values.set(key, { stamp, value });
          if (values.size > keptValues) values.delete(values.keys().next().value as string);
          return value;
        },
      };
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
