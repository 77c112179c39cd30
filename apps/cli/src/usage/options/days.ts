import { BelfryError, createZone, toDayName } from '@belfry/core';
import type { PeriodKind } from './report-request.ts';

/** Day of `--since` or `--until` as YYYY-MM-DD; both forms ccusage knows. */
export function parseDay(text: string, flag: string): string {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text.trim());
  const day = match === null ? undefined : `${match[1]}-${match[2]}-${match[3]}`;
  const isReal = day !== undefined && toDayNumber(day) !== undefined;
  if (isReal && /^(\d{8}|\d{4}-\d{2}-\d{2})$/.test(text.trim())) return day;
  throw new BelfryError('BELFRY_USAGE', `${flag} "${text}" is not a day.`, {
    hint: 'Write it as 2026-11-03 or 20261103.',
  });
}

/** IANA name of the zone a report groups by. `local` and nothing are this machine's. */
export function parseZone(text: string | undefined): string {
  if (text === undefined || text === '' || text === 'local')
    return new Intl.DateTimeFormat().resolvedOptions().timeZone;
  try {
    return createZone(text).name;
  } catch (cause) {
    throw new BelfryError('BELFRY_USAGE', `--timezone "${text}" is not a time zone.`, {
      cause,
      hint: 'Give an IANA name such as Europe/Berlin or UTC, or local.',
    });
  }
}

/** The calendar day an instant falls on in a zone. */
export function dayIn(zone: string, atMs: number): string {
  return toDayName(createZone(zone).dayAt(atMs));
}

export function addDays(day: string, count: number): string {
  return new Date((toDayNumber(day) ?? 0) + count * dayMs).toISOString().slice(0, 10);
}

/** First day of the `count` latest periods, that of `today` included. Weeks begin on day `weekStart`, 0 is Sunday. */
export function firstDayOfLast(kind: PeriodKind, count: number, today: string, weekStart: number): string {
  if (kind === 'daily') return addDays(today, 1 - count);
  if (kind === 'weekly') {
    const since = (new Date(`${today}T00:00:00Z`).getUTCDay() - weekStart + 7) % 7;
    return addDays(today, -since - 7 * (count - 1));
  }
  const [year = 0, month = 1] = today.split('-').map(Number);
  return new Date(Date.UTC(year, month - count, 1)).toISOString().slice(0, 10);
}

const dayMs = 86_400_000;

function toDayNumber(day: string): number | undefined {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day ? undefined : at;
}
