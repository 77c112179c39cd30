import { expect, test } from 'vitest';
import { assignNumbers } from './assign-numbers.ts';

test('a session keeps its number while others come and go', () => {
  const first = assignNumbers(new Map(), ['a', 'b', 'c']);
  expect([...first]).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ]);
  const second = assignNumbers(first, ['d', 'c', 'a']);
  expect(Object.fromEntries(second)).toEqual({ a: 1, c: 3, d: 2 });
});

test('two sessions never share a number, whatever was stored', () => {
  const numbers = assignNumbers(
    new Map([
      ['a', 1],
      ['b', 1],
    ]),
    ['a', 'b'],
  );
  expect(new Set(numbers.values()).size).toBe(2);
});
