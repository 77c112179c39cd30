import { expect, test } from 'vitest';
import { resolveDateFilter } from './zoned-day.ts';

test.each([
  ['2026-11-21', 'UTC', '2026-11-21T00:00:00.000Z', '2026-11-22T00:00:00.000Z'],
  ['2026-11-21', 'Europe/Berlin', '2026-11-20T23:00:00.000Z', '2026-11-21T23:00:00.000Z'],
  ['2026-11-21', 'Asia/Kathmandu', '2026-11-20T18:15:00.000Z', '2026-11-21T18:15:00.000Z'],
  // Clocks change during the day: it has 23 or 25 hours.
  ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
  ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
  // Clocks skip midnight: the day begins at one.
  ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00.000Z', '2026-04-24T21:00:00.000Z'],
  // The hour before midnight runs twice: the day begins after the second.
  ['2026-10-30', 'Africa/Cairo', '2026-10-29T22:00:00.000Z', '2026-10-30T22:00:00.000Z'],
  // The hour after midnight runs twice: the day begins with the first.
  ['2026-11-01', 'America/Havana', '2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z'],
  // A day the island skipped: it begins and ends at once.
  ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z', '2011-12-30T10:00:00.000Z'],
])('%s in %s is from %s to %s', (day, zone, from, to) => {
  expect(resolveDateFilter(day, zone, 'from')).toBe(from);
  expect(resolveDateFilter(day, zone, 'to')).toBe(to);
});

test('an instant is taken as it is, whatever the zone', () => {
  expect(resolveDateFilter('2026-11-21T10:00:00+02:00', 'Asia/Tokyo', 'to')).toBe('2026-11-21T08:00:00.000Z');
});

test.each(['', '2026-02-30', '2026-13-01', '21.11.2026', '2026-11-21T10:00', 'yesterday', '2026-11-21T99:00Z'])(
  '"%s" is refused',
  (text) => {
    expect(() => resolveDateFilter(text, 'UTC', 'from')).toThrow(
      expect.objectContaining({ code: 'BELFRY_BAD_REQUEST' }),
    );
  },
);

test('an unknown zone is refused with a hint', () => {
  expect(() => resolveDateFilter('2026-11-21', 'Mars/Olympus', 'from')).toThrow(
    expect.objectContaining({ code: 'BELFRY_BAD_REQUEST', hint: expect.stringContaining('IANA') }),
  );
});
