import { countDays, nextMonth } from './days.ts';

/** A forecast from fewer days with usage would be a guess. */
const leastDays = 4;

export interface DayCost {
  day: string;
  costMicros: number;
}

export interface HourCost {
  /** `YYYY-MM-DDTHH:00±HH:MM` */
  hour: string;
  costMicros: number;
}

/** What the month comes to when its days go on as they went: cost so far by days so far, times the month's days. */
export function forecastMonth(days: readonly DayCost[], today: string, dayFraction: number): number | undefined {
  const month = today.slice(0, 7);
  const spent = days.filter(({ day, costMicros }) => day.startsWith(month) && costMicros > 0);
  if (spent.length < leastDays) return undefined;
  const total = spent.reduce((sum, { costMicros }) => sum + costMicros, 0);
  const elapsed = countDays(`${month}-01`, today) - 1 + dayFraction;
  const length = countDays(`${month}-01`, nextMonth(`${month}-01`)) - 1;
  return Math.round((total / elapsed) * length);
}

/**
 * What today comes to by midnight: today's cost by the median share that earlier days had spent by this hour.
 * Days without usage say nothing; below four days, or where they had hardly begun by now, there is no forecast.
 */
export function forecastToday(hours: readonly HourCost[], today: string, hourNow: number): number | undefined {
  const byDay = new Map<string, { before: number; whole: number }>();
  for (const { hour, costMicros } of hours) {
    const day = byDay.get(hour.slice(0, 10)) ?? { before: 0, whole: 0 };
    if (Number(hour.slice(11, 13)) <= hourNow) day.before += costMicros;
    day.whole += costMicros;
    byDay.set(hour.slice(0, 10), day);
  }
  const spent = byDay.get(today)?.whole ?? 0;
  byDay.delete(today);
  const shares = [...byDay.values()].filter(({ whole }) => whole > 0).map(({ before, whole }) => before / whole);
  if (spent === 0 || shares.length < leastDays) return undefined;
  shares.sort((a, b) => a - b);
  const middle = shares.length / 2;
  const median = ((shares[Math.ceil(middle) - 1] ?? 0) + (shares[Math.floor(middle)] ?? 0)) / 2;
  if (median < 0.1) return undefined;
  return Math.round(spent / median);
}
