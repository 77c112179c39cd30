import { describe, expect, it } from 'vitest';
import { findMatches } from './find-matches.ts';
import { parseSearchTerms } from './search-terms.ts';

const marked = (text: string, q: string) => {
  const { ranges, isMatch } = findMatches(text, parseSearchTerms(q));
  return isMatch ? ranges.map(({ start, end }) => text.slice(start, end)) : undefined;
};

describe('matches of a search', () => {
  it.each([
    ['The rounding of Halves', 'halves ROUNDING', ['rounding', 'Halves']],
    ['start of art', 'art', ['art']],
    ['it was the  last\nline of it', '"the last line"', ['the  last\nline']],
    ['Café, cafe\u0301 and cafe', 'café', ['Café', 'cafe\u0301', 'cafe']],
    ['const userName = getUserName()', 'user_name', ['userName', 'UserName']],
    ['user_name and user-name', 'userName', ['user_name', 'user-name']],
    ['const userName = 1', 'username', ['userName']],
    ['at src/foo/Bar.test.ts:12:4', 'foo/bar.test.ts', ['foo/Bar.test.ts']],
    ['rounding and rounds', 'round*', ['rounding', 'rounds']],
    ['use 日本語テキスト here', '本語', ['本語']],
    ['使用 API接口。', '"api接口"', ['API接口']],
    ['ends 日本語 here', '"本語 here"', ['本語 here']],
    ['한국어검색', '검색', ['검색']],
    ['猫と犬', '犬', ['犬']],
    ['a🎉b 🎉', 'b', ['b']],
  ])('are marked: %s ← %s', (text, q, expected) => {
    expect(marked(text, q)).toEqual(expected);
  });

  it.each([
    ['only one of them', 'only both'],
    ['last the line', '"the last"'],
    ['new cat and old dog', 'cat -dog'],
    ['starting', 'art'],
    ['getUserName', 'ername'],
    ['x日本', '"日本 語"'],
    ['anything', ''],
    ['', 'anything'],
  ])('are none: %s ← %s', (text, q) => {
    expect(marked(text, q)).toBeUndefined();
  });

  it('of any word are enough where one is asked for', () => {
    expect(findMatches('a cat', parseSearchTerms('cat dog', true))).toEqual({
      ranges: [{ start: 2, end: 5 }],
      isMatch: true,
    });
    expect(findMatches('a cow', parseSearchTerms('cat dog', true)).isMatch).toBe(false);
    expect(findMatches('a cat', parseSearchTerms('cat dog -a', true)).isMatch).toBe(false);
  });

  it('do not overlap', () => {
    const { ranges } = findMatches('one two three', parseSearchTerms('"one two" "two three" two'));
    expect(ranges).toEqual([{ start: 0, end: 13 }]);
  });

  it('are as many as wanted, and the rest of the text still decides', () => {
    const text = `${'word '.repeat(100)}last`;
    expect(findMatches(text, parseSearchTerms('word last'), 5)).toEqual({ ranges: expect.anything(), isMatch: true });
    expect(findMatches(text, parseSearchTerms('word -last'), 5).isMatch).toBe(false);
    expect(findMatches(text, parseSearchTerms('word'), 5).ranges).toHaveLength(5);
  });
});
