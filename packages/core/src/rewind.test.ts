import { expect, it } from 'vitest';
import { findLeft } from './rewind.ts';

const session = '01a';
const first = {};
const second = { rewind: { part: '01b', kept: { part: '01a', offset: 100 } } };
const third = { rewind: { part: '01c', kept: { part: '01b', offset: 50 } } };
const backToFirst = { rewind: { part: '01c', kept: { part: '01a', offset: 40 } } };
const afresh = { rewind: { part: '01d' } };

it('leaves what stands behind the place a later part goes on from', () => {
  expect(findLeft(session, [first, second])).toEqual([100, undefined]);
  expect(findLeft(session, [first, second, third])).toEqual([100, 50, undefined]);
});

it('leaves whole parts that a later one steps over', () => {
  expect(findLeft(session, [first, second, backToFirst])).toEqual([40, 0, undefined]);
  expect(findLeft(session, [first, second, third, afresh])).toEqual([0, 0, 0, undefined]);
});

it('gives the same in any order, and to copies of a part', () => {
  expect(findLeft(session, [afresh, third, first, second, first])).toEqual([undefined, 0, 0, 0, 0]);
});

it('leaves nothing where nothing was taken back', () => {
  expect(findLeft(session, [first, first])).toEqual([undefined, undefined]);
});
