import type { SearchHit } from '@belfry/core';
import { aSearchHit, aSessionView } from '@belfry/core/testing';
import { expect, test } from 'vitest';
import { groupKeyOf, toHitRows } from './hit-rows.ts';

const sessions = new Map(['a', 'b'].map((id) => [id, aSessionView({ id })]));
const hit = (id: string, sessionId: string): SearchHit => aSearchHit({ id, sessionId });
const folded = () => false;
const say = (hits: SearchHit[], isOpen: (key: string) => boolean = folded) =>
  toHitRows(hits, sessions, isOpen).map((row) => `${row.kind} ${row.key}`);

test('hits stand under their session, in the order they were found', () => {
  expect(say([hit('1', 'a'), hit('2', 'a'), hit('3', 'b')])).toEqual([
    'session group 1',
    'hit 1',
    'hit 2',
    'session group 3',
    'hit 3',
  ]);
});

test('a page read later changes nothing above it', () => {
  const first = [hit('1', 'a'), hit('2', 'b')];
  const before = say(first);
  expect(say([...first, hit('3', 'a')]).slice(0, before.length)).toEqual(before);
});

test('many hits of one session are folded until they are asked for', () => {
  const hits = Array.from({ length: 9 }, (_, index) => hit(String(index), 'a'));
  const rows = toHitRows(hits, sessions, folded);
  expect(rows).toHaveLength(6);
  const more = rows.at(-1);
  if (more?.kind !== 'more') throw new Error('nothing is folded');
  expect(more.hits).toBe(5);
  expect(say(hits, (key) => key === groupKeyOf(more))).toHaveLength(10);
});
