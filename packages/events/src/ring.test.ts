import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRing } from './ring.ts';

test('an empty ring has nothing after 0', () => {
  const ring = createRing<string>(3);
  expect(ring.after(0)).toEqual([]);
  expect(ring.last).toBe(0);
});

test('a wrapped ring keeps the newest, oldest first', () => {
  const ring = createRing<number>(5);
  for (let at = 1; at <= 12; at++) expect(ring.push(at)).toBe(at);
  expect(ring.after(7)).toEqual([8, 9, 10, 11, 12]);
  expect(ring.after(6)).toBeUndefined();
  expect(ring.size).toBe(5);
});

test('what is returned is a copy', () => {
  const ring = createRing<number>(2);
  ring.push(1);
  ring.after(0)?.push(99);
  expect(ring.after(0)).toEqual([1]);
});

test('a place ahead of the newest item is unknown, not empty', () => {
  const ring = createRing<number>(2);
  ring.push(1);
  expect(ring.after(1)).toEqual([]);
  expect(ring.after(2)).toBeUndefined();
});

test('after(seq) is exactly the tail of everything pushed, or nothing at all', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(40), fc.nat(45), (capacity, pushed, seq) => {
      const ring = createRing<number>(capacity);
      const all = Array.from({ length: pushed }, (_, at) => at + 1);
      for (const item of all) ring.push(item);
      const complete = seq <= pushed && seq >= pushed - capacity;
      expect(ring.after(seq)).toEqual(complete ? all.slice(seq) : undefined);
    }),
  );
});
