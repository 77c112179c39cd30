import type { SessionView } from '@belfry/core';
import { aSessionView, someTokens } from '@belfry/core/testing';
import { expect, test } from 'vitest';
import { type RowOptions, toArchiveRows } from './archive-rows.ts';

const style = { locale: 'en-GB', timeZone: 'UTC' };
const options: RowOptions = {
  sort: 'recent',
  isComplete: true,
  childrenOf: () => undefined,
  placedAt: ({ lastAt }) => lastAt,
  now: Date.parse('2026-11-21T12:00:00Z'),
  style,
};
const tokens = someTokens({ output: 600 });
const at = (id: string, lastAt: string, rest: Partial<SessionView> = {}) =>
  aSessionView({ id, lastAt, countedTokens: tokens, ...rest });

test('each day has one head, with what it sums up to', () => {
  const sessions = [
    at('a', '2026-11-21T11:00:00Z'),
    at('b', '2026-11-21T09:00:00Z'),
    at('c', '2026-11-20T23:00:00Z'),
    aSessionView({ id: 'd', lastAt: undefined, countedTokens: someTokens() } as Partial<SessionView>),
  ];
  expect(
    toArchiveRows(sessions, options).map((row) => (row.kind === 'head' ? [row.label, row.note] : row.key)),
  ).toEqual([
    ['Today', '2 sessions, 1.2k tokens'],
    'a',
    'b',
    ['Yesterday', '1 session, 600 tokens'],
    'c',
    ['Without a time', '1 session'],
    'd',
  ]);
});

test('a day sums up to what it cost, once that is known', () => {
  const rows = toArchiveRows([at('a', '2026-11-21T11:00:00Z')], { ...options, costOf: () => 1_840_000 });
  expect(rows[0]).toMatchObject({ note: '1 session, $1.84' });
});

test('a day of which more may come claims no sum', () => {
  const rows = toArchiveRows([at('a', '2026-11-21T11:00:00Z')], { ...options, isComplete: false });
  expect(rows[0]).toMatchObject({ kind: 'head', note: '' });
});

test('by project the heads are projects, by length there are none', () => {
  const sessions = [
    at('a', '2026-11-21T11:00:00Z', { project: 'mill' }),
    at('b', '2025-11-21T11:00:00Z', { project: 'mill' }),
  ];
  expect(toArchiveRows(sessions, { ...options, sort: 'project' }).map(({ kind }) => kind)).toEqual([
    'head',
    'session',
    'session',
  ]);
  expect(toArchiveRows(sessions, { ...options, sort: 'longest' }).map(({ key }) => key)).toEqual(['a', 'b']);
});

test('what came from an unfolded session stands below it, under a key of its own', () => {
  const child = aSessionView({ id: 'a/1' });
  const rows = toArchiveRows([at('a', '2026-11-21T11:00:00Z'), at('b', '2026-11-21T10:00:00Z')], {
    ...options,
    childrenOf: (id) => (id === 'a' ? [child] : undefined),
  });
  expect(rows.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
    'head day 2026-11-21',
    'session a',
    'child a > a/1',
    'session b',
  ]);
});

test('a session that goes on stays where it was listed, and keys never repeat', () => {
  const sessions = [at('a', '2026-11-21T11:00:00Z'), at('b', '2026-11-21T11:30:00Z')];
  const placed = { a: '2026-11-21T11:00:00Z', b: '2026-11-20T08:00:00Z' };
  const rows = toArchiveRows(sessions, { ...options, placedAt: ({ id }) => placed[id as keyof typeof placed] });
  expect(rows.map(({ key }) => key)).toEqual(['day 2026-11-21', 'a', 'day 2026-11-20', 'b']);

  const mixed = [at('a', '2026-11-21T11:00:00Z'), at('b', '2026-11-20T11:00:00Z'), at('c', '2026-11-21T10:00:00Z')];
  const keys = toArchiveRows(mixed, options).map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
});
