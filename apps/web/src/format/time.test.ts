import { expect, test } from 'vitest';
import { formatClockSeconds, formatDay, formatExact, formatWhen } from './time.ts';

const style = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
const now = Date.parse('2026-11-21T12:00:00Z');

test('a time is as near as it needs to be', () => {
  expect(formatWhen('2026-11-21T13:05:00Z', now, style)).toBe('14:05');
  expect(formatWhen('2026-11-03T13:05:00Z', now, style)).toBe('3 Nov');
  expect(formatWhen('2025-11-03T13:05:00Z', now, style)).toBe('3 Nov 2025');
});

test('days begin at the midnight of the reader, not of UTC', () => {
  expect(formatDay('2026-11-20T23:30:00Z', now, style)).toBe('Today');
  expect(formatDay('2026-11-20T22:30:00Z', now, style)).toBe('Yesterday');
  expect(formatDay('2026-11-19T10:00:00Z', now, style)).toBe('Thu 19 Nov');
});

test('the feed shows seconds and the exact form the zone', () => {
  expect(formatClockSeconds('2026-11-21T13:05:07Z', style)).toBe('14:05:07');
  expect(formatExact('2026-11-21T13:05:07Z', style)).toContain('CET');
});
