import { expect, test } from 'vitest';
import { formatDuration, formatElapsed } from './duration.ts';

test.each([
  [-5, '0s'],
  [41_900, '41s'],
  [60_000, '1m 00s'],
  [362_000, '6m 02s'],
  [600_000, '10m'],
  [2_280_000, '38m'],
  [5_040_000, '1h 24m'],
  [3_600_000, '1h 00m'],
  [273_600_000, '3d 4h'],
])('%d ms read %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

test('short work keeps the digits that matter', () => {
  expect([12, 2130, 18_000, 130_000].map(formatElapsed)).toEqual(['12 ms', '2.1s', '18s', '2m 10s']);
});
