import { expect, test } from 'vitest';
import { markWords, matchesWords, toPaletteQuery } from './palette-query.ts';

test.each([
  ['ledger ', undefined, { only: undefined, number: undefined, text: 'ledger' }],
  ['> theme', undefined, { only: 'do', number: undefined, text: 'theme' }],
  ['#4', undefined, { only: 'live', number: 4, text: '' }],
  ['#led', undefined, { only: 'live', number: undefined, text: 'led' }],
  ['ledger', 'said', { only: 'said', number: undefined, text: 'ledger' }],
] as const)('%j is taken apart', (typed, narrowed, query) => {
  expect(toPaletteQuery(typed, narrowed)).toEqual(query);
});

test('all words have to occur, in whichever field', () => {
  expect(matchesWords('LED round', 'Fix rounding', 'ledger-api')).toBe(true);
  expect(matchesWords('led other', 'Fix rounding', 'ledger-api')).toBe(false);
  expect(matchesWords('', undefined)).toBe(true);
});

test('marks do not overlap, and are left out where they would be wrong', () => {
  expect(markWords('fix ix', 'Fix it')).toEqual([{ start: 0, end: 3 }]);
  expect(markWords('x', 'İ x')).toEqual([]);
});
