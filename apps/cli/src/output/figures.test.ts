import { expect, test } from 'vitest';
import { formatBytes, formatCount, formatDuration } from './figures.ts';

test('counts keep three figures at most', () => {
  expect([0, 999, 1000, 12_400, 640_000, 1_120_000, 462_000_000].map(formatCount)).toEqual([
    '0',
    '999',
    '1.0k',
    '12.4k',
    '640k',
    '1.12M',
    '462M',
  ]);
});

test('bytes are decimal', () => {
  expect([12, 4096, 560_000_000, 2_340_000_000].map(formatBytes)).toEqual(['12 B', '4.1 kB', '560 MB', '2.34 GB']);
});

test('durations lose precision as they grow', () => {
  const [s, m, h] = [1000, 60_000, 3_600_000];
  expect([41 * s, 6 * m + 2 * s, 38 * m, h + 24 * m, 76 * h].map(formatDuration)).toEqual([
    '41s',
    '6m 02s',
    '38m',
    '1h 24m',
    '3d 4h',
  ]);
});
