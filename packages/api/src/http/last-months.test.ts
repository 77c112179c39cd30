import { expect, test } from 'vitest';
import { lastMonths } from './last-months.ts';

test('months begin at the midnight of their zone', () => {
  const { names, bounds } = lastMonths(Date.UTC(2026, 10, 22), 'Europe/Berlin', 3);
  expect(names).toEqual(['2026-09', '2026-10', '2026-11']);
  // Berlin leaves summer time inside of October.
  expect(bounds).toEqual([
    '2026-08-31T22:00:00.000Z',
    '2026-09-30T22:00:00.000Z',
    '2026-10-31T23:00:00.000Z',
    '2026-11-30T23:00:00.000Z',
  ]);
});

test('the newest month is that of the zone, not of UTC', () => {
  const newYear = Date.UTC(2027, 0, 1, 5);
  expect(lastMonths(newYear, 'America/Los_Angeles', 1).names).toEqual(['2026-12']);
  expect(lastMonths(newYear, 'UTC', 2).names).toEqual(['2026-12', '2027-01']);
  expect(lastMonths(newYear - 16 * 3_600_000, 'Pacific/Kiritimati', 1).names).toEqual(['2027-01']);
});
