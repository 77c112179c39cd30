import { expect, test } from 'vitest';
import { toSegments } from './segments.ts';

test('a line is cut where voice or mark changes, and nothing of it is lost', () => {
  const tokens = [
    { text: 'return', className: 'k' },
    { text: ' round(x)', className: '' },
  ];
  const segments = toSegments('return round(x)', tokens, [{ from: 4, to: 12 }]);
  expect(segments).toEqual([
    { text: 'retu', className: 'k', isMarked: false },
    { text: 'rn', className: 'k', isMarked: true },
    { text: ' round', className: '', isMarked: true },
    { text: '(x)', className: '', isMarked: false },
  ]);
});

test('a plain line is one segment and an empty one none', () => {
  expect(toSegments('a b', undefined, [])).toEqual([{ text: 'a b', className: '', isMarked: false }]);
  expect(toSegments('', undefined, [])).toEqual([]);
});
