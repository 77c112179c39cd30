import type { TextRange } from '../model/search.ts';
import { charClass, classAt } from './char-class.ts';
import { type FoundWord, toFoundWord } from './found-word.ts';
import { matchTerm } from './match-term.ts';
import { scanWords } from './scan-words.ts';
import type { SearchTerm, SearchTerms } from './search-terms.ts';

/** Where the wanted terms of a search stand in a text. */
export interface TextMatches {
  /** Ascending, not overlapping. */
  ranges: TextRange[];
  /** Every wanted term occurs, or one where any is enough, and no unwanted one does. */
  isMatch: boolean;
}

/**
 * Looks for a search in a text as it stands, by the same words the index is made of. After `limit` ranges it
 * looks on only for as long as it takes to know whether the text matches.
 */
export function findMatches(text: string, { wanted, unwanted, isAny }: SearchTerms, limit = 1_000): TextMatches {
  const missing = new Set(wanted);
  const ranges: TextRange[] = [];
  const isEnough = () => (isAny ? missing.size < wanted.length : missing.size === 0);
  let isMatch = wanted.length > 0;
  for (const words of candidates(text, [...wanted, ...unwanted])) {
    for (const term of wanted) {
      const found = matchTerm(term, words);
      if (found.length > 0) missing.delete(term);
      for (const range of found) if (ranges.length < limit) ranges.push(range);
    }
    if (unwanted.some((term) => matchTerm(term, words).length > 0)) {
      isMatch = false;
      break;
    }
    if (unwanted.length === 0 && ranges.length >= limit && isEnough()) break;
  }
  return { ranges: joinRanges(ranges), isMatch: isMatch && isEnough() };
}

/** Words at which a term may begin, each with those that follow it. */
function* candidates(text: string, terms: readonly SearchTerm[]): Generator<FoundWord[]> {
  const pattern = beginnings(text, terms);
  if (pattern === undefined) return;
  const longest = Math.max(...terms.map(({ words, parts }) => Math.max(words.length, parts?.length ?? 0)));
  for (let hit = pattern.exec(text); hit; hit = pattern.exec(text)) {
    if (classAt(text, hit.index) === charClass.separator) continue;
    const words: FoundWord[] = [];
    scanWords(
      text,
      (start, end, isUnspaced) => words.push(toFoundWord(text, start, end, isUnspaced)) >= longest,
      startOfWord(text, hit.index),
    );
    yield words;
    pattern.lastIndex = Math.max(hit.index + 1, words[0]?.end ?? 0);
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range
const beyondAscii = /[^\x00-\x7f]/;

/**
 * Finds where a term may begin, much faster than words are taken apart. In a text beyond ASCII any word with
 * such a character may be one, for its letters may lose their accents.
 */
function beginnings(text: string, terms: readonly SearchTerm[]): RegExp | undefined {
  const firsts = new Set(terms.flatMap(({ words, parts }) => [words[0]?.text ?? '', parts?.[0] ?? '']));
  firsts.delete('');
  if (firsts.size === 0) return undefined;
  const others = beyondAscii.test(text) ? '|[^\\x00-\\x7f]' : '';
  return new RegExp(`${[...firsts].join('|')}${others}`, 'gi');
}

function startOfWord(text: string, index: number): number {
  let start = index;
  for (let kind = classAt(text, start); start > 0; start--) {
    const before = classAt(text, start - 1);
    if (before === charClass.separator) break;
    if (before !== charClass.mark && kind !== charClass.mark && before !== kind) break;
    if (before !== charClass.mark) kind = before;
  }
  return start;
}

function joinRanges(ranges: TextRange[]): TextRange[] {
  const joined: TextRange[] = [];
  for (const range of ranges.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = joined.at(-1);
    if (last && range.start < last.end) last.end = Math.max(last.end, range.end);
    else joined.push({ ...range });
  }
  return joined;
}
