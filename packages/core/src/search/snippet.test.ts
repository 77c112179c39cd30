import { describe, expect, it } from 'vitest';
import { findMatches } from './find-matches.ts';
import { parseSearchTerms } from './search-terms.ts';
import { toSnippet } from './snippet.ts';

const snippetOf = (text: string, q: string, chars?: number) => {
  const snippet = toSnippet(text, findMatches(text, parseSearchTerms(q)).ranges, chars);
  return { ...snippet, marks: snippet.marks.map(({ start, end }) => snippet.text.slice(start, end)) };
};

describe('a snippet', () => {
  it('of a short text is the text on one line', () => {
    expect(snippetOf('  first\n\n\tsecond \u001b[1;31m third\u001b[0m\u0007 ', 'second')).toEqual({
      text: 'first second third',
      marks: ['second'],
      cutBefore: false,
      cutAfter: false,
    });
  });

  it('stands around the match, and cuts no word', () => {
    const text = `${'before '.repeat(100)}the needle ${'after '.repeat(100)}`;
    const snippet = snippetOf(text, 'needle', 80);
    expect(snippet).toMatchObject({ marks: ['needle'], cutBefore: true, cutAfter: true });
    expect(snippet.text).toMatch(/^(before )+the needle( after)+$/);
    expect(snippet.text.length).toBeLessThan(100);
  });

  it('is taken where most words stand together', () => {
    const text = `one ${'x '.repeat(500)} one two three ${'y '.repeat(500)} two`;
    expect(snippetOf(text, 'one two three').marks).toEqual(['one', 'two', 'three']);
  });

  it('without a match is the beginning', () => {
    expect(snippetOf('word '.repeat(100), 'nothing', 20)).toMatchObject({
      marks: [],
      cutBefore: false,
      cutAfter: true,
    });
  });

  it('keeps marks in place when white space shrinks', () => {
    expect(snippetOf('a  \n b\t\tc    d', 'b d').marks).toEqual(['b', 'd']);
    expect(snippetOf('a phrase\n   over lines', '"phrase over"').marks).toEqual(['phrase over']);
  });

  it('cuts neither very long words nor pairs of surrogates wrongly', () => {
    const snippet = snippetOf(`needle ${'😀'.repeat(500)}`, 'needle', 100);
    expect(snippet.text).toMatch(/^needle 😀+$/u);
    expect(snippetOf(`${'😀'.repeat(301)}needle`, 'needle', 90).marks).toEqual(['needle']);
  });
});
