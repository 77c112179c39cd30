import { expect, test } from 'vitest';
import { arrange, countMoved, noArrangement, type Placed, sayNow } from './arrange.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const startOfDay = Date.parse('2026-11-21T00:00:00Z');
const ago = (id: string, seconds: number): Placed => ({ id, lastAt: new Date(now - seconds * 1000).toISOString() });
const place = (sessions: Placed[], before = noArrangement) => arrange(before, sessions, now, startOfDay);

test('groups follow the age of the last record', () => {
  expect(place([ago('a', 10), ago('b', 300), ago('c', 2 * 3600), ago('d', 30 * 3600), { id: 'e' }])).toEqual({
    active: ['a'],
    recent: ['b'],
    today: ['c'],
    latest: ['d'],
  });
});

test('a page with little on it is filled with what came before today, a full one is not', () => {
  const old = Array.from({ length: 20 }, (_, day) => ago(`old${day}`, (day + 2) * 86_400));
  expect(place([ago('a', 10), ...old.toReversed()]).latest).toEqual(old.slice(0, 7).map(({ id }) => id));
  const busy = Array.from({ length: 9 }, (_, n) => ago(`busy${n}`, n));
  expect(place([...busy, ...old]).latest).toEqual([]);
});

test('activity does not reorder a group, entering it does', () => {
  const first = place([ago('a', 10), ago('b', 50), ago('c', 300)]);
  expect(first.active).toEqual(['a', 'b']);
  const second = place([ago('a', 90), ago('b', 1), ago('c', 0)], first);
  expect(second.active).toEqual(['c', 'a', 'b']);
  expect(countMoved(first, second)).toBe(1);
});

test('the sentence says what is true', () => {
  expect(sayNow(noArrangement, undefined, now)).toEqual({ strong: 'Nothing moves right now', rest: '' });
  expect(sayNow(place([ago('a', 1), ago('b', 300), ago('c', 7200)]), undefined, now)).toEqual({
    strong: '1 active',
    rest: ', 1 more in the last hour, 1 earlier today',
  });
  expect(sayNow(place([ago('b', 300)]), undefined, now).rest).toBe(', 1 in the last hour');
  expect(sayNow(noArrangement, '2025-02-03T10:00:00Z', now).rest).toMatch(/^, the last record is of .*2025$/);
});
