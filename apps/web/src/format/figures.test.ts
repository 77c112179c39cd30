import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatDelta,
  formatMicros,
  formatMicrosExactly,
  formatPercent,
  formatTokens,
  plural,
} from './figures.ts';

describe('figures', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1000, '1.0k'],
    [12_440, '12.4k'],
    [99_949, '99.9k'],
    [99_950, '100k'],
    [640_000, '640k'],
    [999_600, '1.00M'],
    [1_120_000, '1.12M'],
    [12_340_000, '12.3M'],
    [462_000_000, '462M'],
    [1_500_000_000, '1.50B'],
  ])('%d tokens read %s', (count, text) => expect(formatTokens(count)).toBe(text));

  test('a percentage claims nothing and everything only where it is true', () => {
    expect([0, 0.2, 0.6, 62.4, 99.6, 100, 104].map(formatPercent)).toEqual([
      '0%',
      '<1%',
      '1%',
      '62%',
      '>99%',
      '100%',
      '104%',
    ]);
  });

  test('money is rounded once, from the integer', () => {
    expect([0, 99, 4200, 9_999, 10_000, 1_005_000, 1_844_000, 999_995_000, 1_234_567_890].map(formatMicros)).toEqual([
      '$0.00',
      '<$0.0001',
      '$0.0042',
      '$0.0100',
      '$0.01',
      '$1.01',
      '$1.84',
      '$1000.00',
      '$1,235',
    ]);
  });

  test('bytes are decimal', () => {
    expect([812, 41_200, 3_240_000, 123_000_000, 1_400_000_000].map(formatBytes)).toEqual([
      '812 B',
      '41 kB',
      '3.2 MB',
      '123 MB',
      '1.4 GB',
    ]);
  });

  test('one thing is not plural', () => {
    expect([plural(1, 'call'), plural(0, 'call'), plural(1234, 'try', 'tries')]).toEqual([
      '1 call',
      '0 calls',
      '1,234 tries',
    ]);
  });
});

test('money may be negative, and can be shown to the last place', () => {
  expect(formatMicros(-1_840_000)).toBe('−$1.84');
  expect(formatMicrosExactly(425_281_234)).toBe('$425.281234');
  expect(formatMicrosExactly(-7)).toBe('−$0.000007');
});

test('a change has a sign, and none when there is none', () => {
  expect([0.184, -0.12, 0.001, 12].map(formatDelta)).toEqual(['+18%', '−12%', '0%', '+1,200%']);
});
