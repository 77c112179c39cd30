import { expect, test } from 'vitest';
import { createMatcher } from '../find/matcher.ts';
import { endOfPortion, firstMatch, sayStretch, startOfPortion } from './portion.ts';

const small = { lines: 2, chars: 10 };
const pieces = (text: string, portion = small) => {
  const found: string[] = [];
  for (let from = 0; from < text.length; ) {
    const end = endOfPortion(text, from, portion);
    found.push(text.slice(from, end));
    from = end;
  }
  return found;
};

test('a portion is whole lines', () => {
  expect(pieces('one\ntwo\nthree\nfour')).toEqual(['one\ntwo', '\nthree', '\nfour']);
  expect(pieces('')).toEqual([]);
  expect(pieces('\n\n\n')).toEqual(['\n', '\n\n']);
});

test('a line without an end is cut, and no sign with it', () => {
  expect(pieces('0123456789abcdef')).toEqual(['0123456789', 'abcdef']);
  expect(pieces('a\n0123456789abcdef')).toEqual(['a', '\n012345678', '9abcdef']);
  expect(pieces('012345678😀rest').map((piece) => piece.length)).toEqual([11, 4]);
});

test.each(['one\ntwo\nthree\nfour', '0123456789abcdef', '\n\n\n', 'a\n0123456789abcdef\nb'])(
  'the way up leads to the beginning: %j',
  (text) => {
    let at = text.length;
    for (let steps = 0; at > 0; steps++) {
      const next = startOfPortion(text, at, small);
      expect(next).toBeLessThan(at);
      expect(at - next).toBeLessThanOrEqual(small.chars + 1);
      expect(steps).toBeLessThan(text.length);
      at = next;
    }
  },
);

test('words are found however long their line is', () => {
  const line = `${'stone '.repeat(50_000)}gargoyle ${'stone '.repeat(50_000)}`;
  expect(firstMatch(line, createMatcher('gargoyle'))).toBe(300_000);
  const lines = `${'stone\n'.repeat(50_000)}gargoyle\n${'stone\n'.repeat(50_000)}`;
  expect(firstMatch(lines, createMatcher('gargoyle'))).toBe(300_000);
  // Where the first piece ends in the middle of it.
  expect(firstMatch(`${'x'.repeat(49_990)} the gargoyle`, createMatcher('"the gargoyle"'))).toBe(49_991);
  expect(firstMatch('stone', createMatcher('gargoyle'))).toBeUndefined();
});

test('what is left is said in lines, or by its size where it has none', () => {
  expect(sayStretch('a\nb\nc', 1, 5, 'more line')).toBe('2 more lines');
  expect(sayStretch('x'.repeat(60_000), 0, 60_000)).toBe('60 kB');
});
