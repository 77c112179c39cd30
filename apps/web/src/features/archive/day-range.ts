import { dayOf } from '../../format/time.ts';

const dayMs = 86_400_000;
const spans: Readonly<Record<string, number>> = { today: 1, '7d': 7, '30d': 30 };

/**
 * The days, both included, that a stretch of time means: `today`, `7d`, `30d`, a month (`2026-11`), a day
 * (`2026-11-20`) or two days (`2026-11-03..2026-11-20`). Nothing for anything else.
 */
export function toDayRange(when: string, now: number, timeZone: string): { from?: string; to?: string } {
  const days = spans[when];
  if (days !== undefined) {
    // Noon, so that a day of 23 or 25 hours between does not shift the count.
    const today = dayOf(new Date(now), { timeZone });
    const first = new Date(Date.parse(`${today}T12:00:00Z`) - (days - 1) * dayMs);
    return { from: first.toISOString().slice(0, 10) };
  }
  if (/^\d{4}-\d{2}$/.test(when)) {
    const [year = 0, month = 0] = when.split('-').map(Number);
    if (month < 1 || month > 12) return {};
    return { from: `${when}-01`, to: new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10) };
  }
  const named = /^(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?$/.exec(when);
  if (named === null) return {};
  const [, from = '', to = from] = named;
  return isDay(from) && isDay(to) && from <= to ? { from, to } : {};
}

function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
