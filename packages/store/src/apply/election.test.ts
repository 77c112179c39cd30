import { describe, expect, it } from 'vitest';
import { type Candidate, electOwner } from './election.ts';

const claim = (native: string, given: Partial<Candidate> = {}): Candidate => ({
  native,
  owner: null,
  at: 100,
  firstAt: 100,
  machine: 'laptop',
  root: '/home/ada/.claude',
  ...given,
});

describe('electOwner', () => {
  it.each([
    ['the session that a record names', [claim('b'), claim('a', { at: 1 }), claim('c', { owner: 'b' })], 'b'],
    ['nobody absent, though a record names it', [claim('b'), claim('a', { owner: 'gone' })], 'a'],
    ['the earliest', [claim('a', { at: 3 }), claim('b', { at: 2 })], 'b'],
    ['what has a time before what has none', [claim('a', { at: null }), claim('b', { at: 9 })], 'b'],
    ['on a tie the session that began first', [claim('a', { firstAt: 3 }), claim('b', { firstAt: 2 })], 'b'],
    ['then the smallest id', [claim('b'), claim('a'), claim('c')], 'a'],
    ['then by machine', [claim('a', { machine: 'tower' }), claim('a', { machine: 'laptop', root: '/x' })], 'a'],
  ] as const)('counts %s, in any order', (_, claims, owner) => {
    for (const order of [claims, claims.toReversed()]) expect(electOwner(order)?.native).toBe(owner);
  });

  it('of no claims is none', () => {
    expect(electOwner([])).toBeUndefined();
  });
});
