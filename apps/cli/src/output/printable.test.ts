import { expect, test } from 'vitest';
import { printable, printableLine } from './printable.ts';

test('escape sequences of a transcript cannot reach the terminal', () => {
  expect(printable('a\u001b[31mred\u0007\u009b2J\tb\n')).toBe('a␛[31mred␇␡2J\tb\n');
});

test('a carriage return cannot overwrite what was printed', () => {
  expect(printable('safe\rrm -rf')).toBe('safe␍rm -rf');
});

test('a cell of a table stays in its line', () => {
  expect(printableLine('first\r\n\tsecond\u001b[0m')).toBe('first second␛[0m');
});
