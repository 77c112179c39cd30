import { BelfryError } from '@belfry/core';

const unitMs = { h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

/** The instant so long before `nowMs`: `90d`, `12w`, `6mo`, `2y`; months and years by the calendar. */
export function toAgeInstant(text: string, nowMs: number): string {
  const [, digits = '', unit = ''] = /^(\d{1,4})(h|d|w|mo|y)$/.exec(text.trim()) ?? [];
  const count = Number(digits);
  if (unit === '' || count === 0) {
    throw new BelfryError('BELFRY_USAGE', `"${text}" is no age.`, { hint: 'Write 90d, 12w, 6mo or 2y.' });
  }
  const date = new Date(nowMs);
  if (unit === 'mo') date.setMonth(date.getMonth() - count);
  else if (unit === 'y') date.setFullYear(date.getFullYear() - count);
  else date.setTime(nowMs - count * unitMs[unit as keyof typeof unitMs]);
  return date.toISOString();
}
