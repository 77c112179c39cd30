import type { Notice } from '@belfry/core';
import { fakeClock } from '@belfry/core/testing';
import { expect, test } from 'vitest';
import { createNotices } from './notices.ts';

test('a condition is told when it begins, when its words change and when it ends; its beginning stays', () => {
  const clock = fakeClock();
  const told: Notice[][] = [];
  const notices = createNotices(clock, (current) => told.push(current));

  notices.raise('config-invalid', { message: 'line 3', hint: 'Correct it.' });
  clock.advance(60_000);
  notices.raise('config-invalid', { message: 'line 3', hint: 'Correct it.' });
  notices.raise('config-invalid', { message: 'line 4' });
  notices.raise('restart-needed', { message: 'port' });
  notices.clear('config-invalid');
  notices.clear('config-invalid');

  expect(told.map((current) => current.map(({ message }) => message))).toEqual([
    ['line 3'],
    ['line 4'],
    ['line 4', 'port'],
    ['port'],
  ]);
  expect(told[1]?.[0]?.since).toBe(told[0]?.[0]?.since);
  expect(told[1]?.[0]).not.toHaveProperty('hint');
});
