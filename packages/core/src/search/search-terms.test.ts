import { describe, expect, it } from 'vitest';
import { formatSearchTerms, parseSearchTerms } from './search-terms.ts';

const read = (q: string) => {
  const { wanted, unwanted } = parseSearchTerms(q);
  const texts = (terms: typeof wanted) =>
    terms.map(({ words, isPrefix }) => words.map(({ text }) => text).join(' ') + (isPrefix ? '*' : ''));
  return { wanted: texts(wanted), unwanted: texts(unwanted) };
};

describe('a search', () => {
  it.each([
    ['two words', ['two', 'words']],
    ['"a phrase" word', ['a phrase', 'word']],
    ['“a phrase” „', ['a phrase']],
    ['an "open quote', ['an', 'open quote']],
    ['src/foo_bar.ts:12', ['src foo bar ts 12']],
    ["don't café", ['don t', 'cafe']],
    ['begin* "not a* begin*"', ['begin*', 'not a begin']],
    ['git --force-with-lease', ['git', 'force with lease']],
    ['日本語', ['日本語']],
  ])('is read as typed: %s', (q, wanted) => {
    expect(read(q)).toEqual({ wanted, unwanted: [] });
  });

  it('excludes what follows a minus', () => {
    expect(read('cat -dog -"old cat" well-known - x')).toEqual({
      wanted: ['cat', 'well known', 'x'],
      unwanted: ['dog', 'old cat'],
    });
  });

  it('may be content with any of its words', () => {
    expect(parseSearchTerms('cat dog').isAny).toBe(false);
    expect(parseSearchTerms('cat dog', true)).toMatchObject({
      isAny: true,
      wanted: [{ asked: 'cat' }, { asked: 'dog' }],
    });
  });

  it('that only excludes looks for it', () => {
    expect(read('-m')).toEqual({ wanted: ['m'], unwanted: [] });
  });

  it.each(['', ' ', '"', '""', '-', '--', '* * *', '=> && ||', '()[]{}', '\u0000', '\ud800'])(
    'of nothing but signs asks for nothing: %j',
    (q) => {
      expect(read(q)).toEqual({ wanted: [], unwanted: [] });
    },
  );

  it('knows names in camel case by their parts', () => {
    expect(parseSearchTerms('getUserName').wanted[0]?.parts).toEqual(['get', 'user', 'name']);
    expect(parseSearchTerms('"the getUserName"').wanted[0]?.parts).toBeUndefined();
  });

  it('is written out as it was asked', () => {
    expect(formatSearchTerms(parseSearchTerms('Fix "the Bug" -tests src/a.ts beg*'))).toBe(
      'Fix "the Bug" src/a.ts beg* -tests',
    );
  });

  it('of absurd length is cut', () => {
    expect(parseSearchTerms('word '.repeat(10_000)).wanted.length).toBeLessThan(100);
    expect(parseSearchTerms(`"${'word '.repeat(10_000)}"`).wanted[0]?.words.length).toBeLessThan(100);
  });
});
