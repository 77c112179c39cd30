import { expect, test } from 'vitest';
import { noArrangement } from './arrange.ts';
import { sayNow } from './say-now.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const say = (groups: Partial<typeof noArrangement>, lastAt?: string) => {
  const { strong, rest } = sayNow({ ...noArrangement, ...groups }, lastAt, now);
  return strong + rest;
};

test('the sentence says who needs the reader, then what goes on', () => {
  expect(say({ you: ['a'], working: ['b', 'c', 'd'] })).toBe('1 needs you, 3 working');
  expect(say({ you: ['a', 'b'], trouble: ['c'], idle: ['d'], unclear: ['e'], today: ['f'] })).toBe(
    '2 need you, 1 in trouble, 1 idle, 1 unknown, 1 earlier today',
  );
});

test('when nothing goes on it says how long ago something did', () => {
  expect(say({})).toBe('Nothing needs you');
  expect(say({}, '2025-02-03T10:00:00Z')).toMatch(/^Nothing needs you, the last record is of .*2025$/);
});
