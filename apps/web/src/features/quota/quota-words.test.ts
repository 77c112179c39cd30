import { expect, test } from 'vitest';
import { resetLabel, windowLabel } from './quota-words.ts';

test('a window is called by its length', () => {
  const label = (windowMinutes?: number) => windowLabel({ limit: 'five_hour', windowMinutes });
  expect([300, 10_080, 60, 1440, 299, undefined].map(label)).toEqual([
    '5 hours',
    '7 days',
    '1 hour',
    '1 day',
    '299 minutes',
    'five hour',
  ]);
});

test('a reset that has passed is not announced', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  expect(resetLabel('2026-11-21T11:00:00Z', now)).toBe('has been reset since');
  expect(resetLabel(undefined, now)).toBe('');
  expect(resetLabel('2026-11-25T11:00:00Z', now)).toMatch(/^resets \D*25/);
});
