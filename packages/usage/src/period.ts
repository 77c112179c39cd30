import { toDayName, type UsageGranularity, type Weekday, type Zone } from '@belfry/core';
import { quarterMs } from './quarter.ts';

/** One row of a report over time: [fromMs, toMs). */
export interface Period {
  name: string;
  fromMs: number;
  toMs: number;
}

const weekdays: readonly Weekday[] = ['thursday', 'friday', 'saturday', 'sunday', 'monday', 'tuesday', 'wednesday'];
const hourMs = 4 * quarterMs;

/** Finds the hour, day, week or month of a zone that an instant lies in. */
export function createPeriods(
  zone: Zone,
  { granularity, weekStart }: { granularity: UsageGranularity; weekStart: Weekday },
): (atMs: number) => Period {
  if (granularity === 'hour') return (atMs) => hourAt(zone, atMs);
  const bounds = { day: dayBounds, week: weekBounds(weekdays.indexOf(weekStart)), month: monthBounds }[granularity];
  return (atMs) => {
    const [from, to] = bounds(zone.dayAt(atMs));
    return { name: toDayName(from), fromMs: zone.startOfDay(from), toMs: zone.startOfDay(to) };
  };
}

type Bounds = [from: number, to: number];

function dayBounds(day: number): Bounds {
  return [day, day + 1];
}

/** `first` is how many days after a Thursday, which 1970-01-01 was, weeks begin. */
function weekBounds(first: number): (day: number) => Bounds {
  return (day) => {
    const from = day - ((((day - first) % 7) + 7) % 7);
    return [from, from + 7];
  };
}

function monthBounds(day: number): Bounds {
  const date = new Date(day * 24 * hourMs);
  const begin = (month: number) => Date.UTC(date.getUTCFullYear(), month, 1) / (24 * hourMs);
  return [begin(date.getUTCMonth()), begin(date.getUTCMonth() + 1)];
}

/** An hour of the clock; where clocks change inside of one it ends there. Told apart by offset when one runs twice. */
function hourAt(zone: Zone, atMs: number): Period {
  const offsetMs = zone.offsetMs(atMs);
  const begin = Math.floor((atMs + offsetMs) / hourMs) * hourMs - offsetMs;
  let [fromMs, toMs] = [begin, begin + hourMs];
  while (zone.offsetMs(fromMs) !== offsetMs) fromMs += quarterMs;
  while (zone.offsetMs(toMs - 1) !== offsetMs) toMs -= quarterMs;
  const local = new Date(atMs + offsetMs).toISOString().slice(0, 13);
  return { name: `${local}:00${toOffsetName(offsetMs)}`, fromMs, toMs };
}

function toOffsetName(offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / 60_000;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
