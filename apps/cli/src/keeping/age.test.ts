import { expect, test } from 'vitest';
import { toAgeInstant } from './age.ts';

const now = Date.UTC(2026, 10, 22, 12);

test('an age is so many hours, days, weeks, months or years before now', () => {
  const ages = ['36h', '90d', '12w', '6mo', '2y'].map((text) => toAgeInstant(text, now).slice(0, 10));
  expect(ages).toEqual(['2026-11-21', '2026-08-24', '2026-08-30', '2026-05-22', '2024-11-22']);
});

test.each(['', '90', 'd', '0d', '-3d', '3 d', '1e3d', '90days', '1m'])('"%s" is none', (text) => {
  expect(() => toAgeInstant(text, now)).toThrow(expect.objectContaining({ code: 'BELFRY_USAGE' }));
});
