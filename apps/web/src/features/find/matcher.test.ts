import { expect, test } from 'vitest';
import { createMatcher } from './matcher.ts';

const find = (query: string, text: string, asText = false) =>
  createMatcher(query, asText)(text).map(({ start, end }) => text.slice(start, end));

test.each([
  ['total', 'The total of lineTotal and totals, TOTAL', ['total', 'Total', 'TOTAL']],
  ['tot*', 'total subtotal totals', ['tot', 'tot']],
  ['"round total"', 'round total, round the total, round_total', ['round total', 'round_total']],
  ['cafe', 'Un café, le Cafe', ['café', 'Cafe']],
  ['rounding -never', 'never rounding', ['rounding']],
  ['foo-bar.ts', 'open foo-bar.ts or foo_bar_ts', ['foo-bar.ts', 'foo_bar_ts']],
  ['東京', '東京都に東京がある', ['東京', '東京']],
  ['SQLITE_BUSY', 'Error: SQLITE_BUSY: database is locked', ['SQLITE_BUSY']],
  ['busy', 'Error: SQLITE_BUSY', ['BUSY']],
  ['v2', 'v2 and v22 and apiV2', ['v2', 'V2']],
])('%s in "%s"', (query, text, found) => expect(find(query, text)).toEqual(found));

test.each(['', '   ', '""', '-', '"', '-word', '-"a b"'])('a query of no words (%j) finds nothing', (query) => {
  expect(find(query, 'a word - "a b"').filter((piece) => piece !== '-' && piece !== '"')).toEqual([]);
});

test.each(['(', '[a', 'a{2', '\\', 'a|b', '*', '$^', '.*', '[\\p{L}'])('a sign is a sign: %j', (query) => {
  expect(() => find(query, `before ${query} after`)).not.toThrow();
  expect(find(query, `before ${query} after`, true)).toEqual([query]);
});

test('letter by letter any piece is found', () => {
  expect(find('otal of l', 'the Total of lines', true)).toEqual(['otal of l']);
});

test('places stay true behind letters that fold to more than one', () => {
  expect(find('b', 'ǆ ﬁ ß İ b')).toEqual(['b']);
});

test('a text of nothing but the word does not take for ever', () => {
  expect(find('a', 'a '.repeat(100_000)).length).toBe(2000);
});
