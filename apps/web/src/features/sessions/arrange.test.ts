import type { StateName } from '@belfry/core';
import { expect, test } from 'vitest';
import { arrange, countMoved, noArrangement, type Placed } from './arrange.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const startOfDay = Date.parse('2026-11-21T00:00:00Z');
const at = (seconds: number) => new Date(now - seconds * 1000).toISOString();
const ago = (id: string, seconds: number): Placed => ({ id, lastAt: at(seconds) });
const doing = (id: string, state: StateName, sinceSeconds: number, agoSeconds = 300): Placed => ({
  id,
  state,
  since: at(sinceSeconds),
  lastAt: at(agoSeconds),
});
const place = (sessions: Placed[], before = noArrangement) => arrange(before, sessions, now, startOfDay);

test('where nothing was heard of what they do, groups follow the age of the last record', () => {
  expect(place([ago('a', 10), ago('b', 300), ago('c', 2 * 3600), ago('d', 30 * 3600), { id: 'e' }])).toEqual({
    ...noArrangement,
    unclear: ['a', 'b'],
    today: ['c'],
    latest: ['d'],
  });
});

test('groups follow what sessions do', () => {
  expect(
    place([
      doing('asks', 'needs-answer', 20),
      doing('works', 'working', 20, 5 * 3600),
      doing('stands', 'stalled', 600, 3 * 3600),
      doing('broke', 'failed', 60),
      doing('rests', 'idle', 60),
      doing('rested', 'idle', 3 * 3600, 3 * 3600),
      doing('left', 'ended', 60),
      doing('dim', 'unknown', 60),
    ]),
  ).toEqual({
    you: ['asks'],
    trouble: ['broke', 'stands'],
    working: ['works'],
    unclear: ['dim'],
    idle: ['rests'],
    today: ['left', 'rested'],
    latest: [],
  });
});

test('what broke before today is no trouble of today', () => {
  expect(place([doing('broke before', 'failed', 40 * 3600, 40 * 3600)])).toEqual({
    ...noArrangement,
    latest: ['broke before'],
  });
});

test('who waits longest stands first, whatever came in between, also without a transcript', () => {
  const first = place([doing('b', 'needs-permission', 50)]);
  const asked: Placed = { id: 'a', state: 'needs-answer', since: at(400) };
  expect(place([doing('c', 'needs-answer', 10), doing('b', 'needs-permission', 50), asked], first).you).toEqual([
    'a',
    'b',
    'c',
  ]);
});

test('a state must hold for a moment before its session moves, but who needs the reader is there at once', () => {
  const before = place([doing('a', 'working', 60), doing('b', 'working', 60)]);
  const fresh = place([doing('a', 'idle', 0.4), doing('b', 'needs-answer', 0.4)], before);
  expect([fresh.working, fresh.idle, fresh.you]).toEqual([['a'], [], ['b']]);
  const held = place([doing('a', 'idle', 1.4), doing('b', 'working', 0.1)], fresh);
  expect([held.working, held.idle, held.you]).toEqual([['b'], ['a'], []]);
});

test('a page with little on it is filled with what came before today, a full one is not', () => {
  const old = Array.from({ length: 20 }, (_, day) => ago(`old${day}`, (day + 2) * 86_400));
  expect(place([ago('a', 10), ...old.toReversed()]).latest).toEqual(old.slice(0, 7).map(({ id }) => id));
  const busy = Array.from({ length: 9 }, (_, n) => ago(`busy${n}`, n));
  expect(place([...busy, ...old]).latest).toEqual([]);
});

test('activity does not reorder a group, entering it does', () => {
  const first = place([doing('a', 'working', 60, 10), doing('b', 'working', 60, 50), doing('c', 'idle', 60)]);
  expect(first.working).toEqual(['a', 'b']);
  const second = place(
    [doing('a', 'working', 60, 90), doing('b', 'working', 60, 1), doing('c', 'working', 5, 0)],
    first,
  );
  expect(second.working).toEqual(['c', 'a', 'b']);
  expect(countMoved(first, second)).toBe(1);
});
