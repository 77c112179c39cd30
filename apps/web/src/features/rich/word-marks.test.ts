import { expect, test } from 'vitest';
import { markWords } from './word-marks.ts';

test('only the words that differ are marked', () => {
  const before = 'return round(total)';
  const after = 'return exact(total)';
  const marks = markWords(before, after);
  expect(marks.before.map(({ from, to }) => before.slice(from, to))).toEqual(['round']);
  expect(marks.after.map(({ from, to }) => after.slice(from, to))).toEqual(['exact']);
});

test('lines that have little in common are not marked at all', () => {
  expect(markWords('const a = 1', 'export default makeServer({ port })')).toEqual({ before: [], after: [] });
  expect(markWords('x'.repeat(700), 'y'.repeat(700))).toEqual({ before: [], after: [] });
});
