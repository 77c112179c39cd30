import { resolveDateFilter } from './zoned-day.ts';

/** The last `count` calendar months of a zone, oldest first, with the instants between which they lie. */
export function lastMonths(nowMs: number, zone: string, count: number): { names: string[]; bounds: string[] } {
  // The calendar of a zone is at most a day beside that of UTC, so its month is one of three.
  const today = new Date(nowMs);
  const beginsAt = (month: number) => resolveDateFilter(`${nameOf(today, month)}-01`, zone, 'from');
  const newest = beginsAt(1) <= today.toISOString() ? 1 : beginsAt(0) <= today.toISOString() ? 0 : -1;
  const months = Array.from({ length: count }, (_, index) => newest - count + 1 + index);
  return {
    names: months.map((month) => nameOf(today, month)),
    bounds: [...months, newest + 1].map(beginsAt),
  };
}

function nameOf(today: Date, month: number): string {
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + month)).toISOString().slice(0, 7);
}
