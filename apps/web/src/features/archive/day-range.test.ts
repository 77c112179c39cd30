import { expect, test } from 'vitest';
import { toDayRange } from './day-range.ts';

const now = Date.UTC(2026, 10, 22, 23, 30);

test.each([
  ['', {}],
  ['today', { from: '2026-11-23' }],
  ['7d', { from: '2026-11-17' }],
  ['2026-02', { from: '2026-02-01', to: '2026-02-28' }],
  ['2026-11-20', { from: '2026-11-20', to: '2026-11-20' }],
  ['2026-11-03..2026-11-20', { from: '2026-11-03', to: '2026-11-20' }],
])('"%s" means these days to somebody in Berlin', (when, range) => {
  expect(toDayRange(when, now, 'Europe/Berlin')).toEqual(range);
});

test.each(['yesterday', '2026-13', '2026-02-30', '2026-11-20..2026-11-03', '..'])('"%s" means none', (when) => {
  expect(toDayRange(when, now, 'UTC')).toEqual({});
});
