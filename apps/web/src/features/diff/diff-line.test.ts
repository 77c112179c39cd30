import { expect, test } from 'vitest';
import { toDiffLines } from './diff-line.ts';

test('both sides are numbered, and replaced lines know each other', () => {
  const lines = toDiffLines({
    oldStart: 18,
    oldLines: 3,
    newStart: 20,
    newLines: 4,
    lines: [' a', '-b', '-c', '+B', '+C', '+D', ' e', '\\ No newline at end of file'],
  });
  expect(lines.map((line) => [line.kind, line.oldNumber, line.newNumber, line.text, line.pair])).toEqual([
    ['same', 18, 20, 'a', undefined],
    ['del', 19, undefined, 'b', 3],
    ['del', 20, undefined, 'c', 4],
    ['add', undefined, 21, 'B', 1],
    ['add', undefined, 22, 'C', 2],
    ['add', undefined, 23, 'D', undefined],
    ['same', 21, 24, 'e', undefined],
  ]);
});

test('a new file has no pairs', () => {
  const lines = toDiffLines({ oldStart: 0, oldLines: 0, newStart: 1, newLines: 2, lines: ['+a', '+b'] });
  expect(lines.map((line) => [line.newNumber, line.pair])).toEqual([
    [1, undefined],
    [2, undefined],
  ]);
});

test('a patch that does not say where it applies has no numbers', () => {
  const lines = toDiffLines({ oldStart: 0, oldLines: 1, newStart: 0, newLines: 1, lines: ['-a', '+b'] });
  expect(lines.map((line) => [line.oldNumber, line.newNumber, line.pair])).toEqual([
    [undefined, undefined, 1],
    [undefined, undefined, 0],
  ]);
});
