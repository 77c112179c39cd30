import { expect, test } from 'vitest';
import { daysOf, toPeriods } from './periods.ts';

test('every day, week and month of a span has its place, used or not', () => {
  expect(toPeriods({ from: '2026-02-27', to: '2026-03-02', granularity: 'day' })).toEqual([
    '2026-02-27',
    '2026-02-28',
    '2026-03-01',
    '2026-03-02',
  ]);
  // 1 March 2026 is a Sunday: its week began on 23 February.
  expect(toPeriods({ from: '2026-03-01', to: '2026-03-10', granularity: 'week' })).toEqual([
    '2026-02-23',
    '2026-03-02',
    '2026-03-09',
  ]);
  expect(toPeriods({ from: '2025-11-30', to: '2026-02-01', granularity: 'month' })).toEqual([
    '2025-11-01',
    '2025-12-01',
    '2026-01-01',
    '2026-02-01',
  ]);
});

test('a day has its hours, spelled with the offset that held', () => {
  const hours = toPeriods({ from: '2026-06-01', to: '2026-06-01', granularity: 'hour' });
  expect(hours).toHaveLength(24);
  expect(hours[0]).toMatch(/^2026-06-01T00:00[+-]\d\d:\d\d$/);
  expect(hours[23]).toMatch(/^2026-06-01T23:00[+-]\d\d:\d\d$/);
});

test('a period at the edge covers only the days the span has of it', () => {
  const week = { from: '2026-03-01', to: '2026-03-10', granularity: 'week' } as const;
  expect(daysOf('2026-02-23', week)).toEqual({ from: '2026-03-01', to: '2026-03-01' });
  expect(daysOf('2026-03-09', week)).toEqual({ from: '2026-03-09', to: '2026-03-10' });
  expect(daysOf('2026-02-01', { from: '2026-01-10', to: '2026-12-31', granularity: 'month' })).toEqual({
    from: '2026-02-01',
    to: '2026-02-28',
  });
  expect(daysOf('2026-03-01T14:00+01:00', { from: '2026-03-01', to: '2026-03-01', granularity: 'hour' })).toEqual({
    from: '2026-03-01',
    to: '2026-03-01',
  });
});
