import { BelfryError, createZone, parseDay, toDayName, type UsageFilter, type Zone } from '@belfry/core';
import { dayMs } from './quarter.ts';

/** Days of a zone, both included, and the instants [fromMs, toMs) they are made of. */
export interface DayRange {
  zone: Zone;
  fromDay: number;
  toDay: number;
  from: string;
  to: string;
  fromMs: number;
  toMs: number;
}

const defaultDays = 30;
/** Clocks are ahead by less; a time after that is none, and no chart should reach to it. */
const mostAheadMs = 366 * dayMs;

/**
 * The days a report is asked for. `firstMs` and `lastMs` are when usage begins and ends, for `all`: clocks of machines
 * differ, and what was written tomorrow is no less used.
 * @throws BELFRY_BAD_REQUEST for an unknown zone, a day that is none, a range that ends before it begins
 */
export function resolveDayRange(
  { from, to, all = false, timezone = 'UTC' }: Pick<UsageFilter, 'from' | 'to' | 'all' | 'timezone'>,
  { nowMs, firstMs, lastMs }: { nowMs: number; firstMs: number | undefined; lastMs: () => number | undefined },
): DayRange {
  const zone = createZone(timezone);
  const endMs = all ? Math.min(Math.max(nowMs, lastMs() ?? nowMs), nowMs + mostAheadMs) : nowMs;
  const toDay = to === undefined ? zone.dayAt(endMs) : toDayNumber('to', to);
  const asked = from === undefined ? toDay - defaultDays + 1 : toDayNumber('from', from);
  if (asked > toDay) {
    throw new BelfryError(
      'BELFRY_BAD_REQUEST',
      `The range ends before it begins: ${toDayName(asked)} to ${toDayName(toDay)}`,
      {
        hint: 'Give "from" a day that is not after "to"; without "to" it is today.',
      },
    );
  }
  return toRange(zone, all ? Math.min(zone.dayAt(firstMs ?? nowMs), toDay) : asked, toDay);
}

/** As many days right before. */
export function rangeBefore({ zone, fromDay, toDay }: DayRange): DayRange {
  return toRange(zone, fromDay - (toDay - fromDay + 1), fromDay - 1);
}

function toRange(zone: Zone, fromDay: number, toDay: number): DayRange {
  return {
    zone,
    fromDay,
    toDay,
    from: toDayName(fromDay),
    to: toDayName(toDay),
    fromMs: zone.startOfDay(fromDay),
    toMs: zone.startOfDay(toDay + 1),
  };
}

function toDayNumber(name: string, text: string): number {
  const day = parseDay(text);
  if (day !== undefined) return day;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  throw new BelfryError('BELFRY_BAD_REQUEST', isDay ? `There is no day ${text}` : `"${name}" is not a day: ${text}`, {
    hint: 'Write days as YYYY-MM-DD.',
  });
}
