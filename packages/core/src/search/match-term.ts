import type { TextRange } from '../model/search.ts';
import type { FoundWord } from './found-word.ts';
import type { SearchTerm, SearchWord } from './search-terms.ts';

/** Places of a term that begin in the first of `found`, consecutive words of a text. Nearly always none or one. */
export function matchTerm({ words, isPrefix, parts }: SearchTerm, found: readonly FoundWord[]): TextRange[] {
  const sequences = parts === undefined ? [words] : [words, parts.map((text) => ({ text, isUnspaced: false }))];
  for (const sequence of sequences) {
    const ranges = matchWords(sequence, isPrefix, found);
    if (ranges.length > 0) return ranges;
  }
  return [];
}

function matchWords(wanted: readonly SearchWord[], isPrefix: boolean, found: readonly FoundWord[]): TextRange[] {
  const [first] = found;
  const [only] = wanted;
  if (!first || !only) return [];
  if (wanted.length === 1 && only.isUnspaced) return occurrences(only.text, first);
  const last = wanted.length - 1;
  const isWhole = wanted.every(({ text, isUnspaced }, index) => {
    const word = found[index];
    if (!word || word.isUnspaced !== isUnspaced) return false;
    // A phrase may begin or end inside a run without spaces.
    if (isUnspaced && index === 0) return word.text.endsWith(text);
    if (isUnspaced && index === last) return word.text.startsWith(text);
    return word.text === text || (isPrefix && index === last && word.text.startsWith(text));
  });
  if (isWhole) {
    const start = only.isUnspaced ? first.end - only.text.length : first.start;
    const end = found[last] as FoundWord;
    const tail = wanted[last] as SearchWord;
    return [
      {
        start: Math.max(start, first.start),
        end: tail.isUnspaced ? Math.min(end.end, end.start + tail.text.length) : end.end,
      },
    ];
  }
  return matchParts(wanted, isPrefix, first);
}

/** `user name` in `getUserName`. */
function matchParts(wanted: readonly SearchWord[], isPrefix: boolean, word: FoundWord): TextRange[] {
  const parts = word.parts();
  const last = wanted.length - 1;
  for (let at = 0; at + last < parts.length; at++) {
    const isHere = wanted.every(({ text, isUnspaced }, index) => {
      const part = parts[at + index]?.text ?? '';
      return !isUnspaced && (part === text || (isPrefix && index === last && part.startsWith(text)));
    });
    const [start, end] = [parts[at], parts[at + last]];
    if (isHere && start && end) return [{ start: start.start, end: end.end }];
  }
  return [];
}

function occurrences(text: string, run: FoundWord): TextRange[] {
  const ranges: TextRange[] = [];
  // Composing may have changed the length; then only the whole run can be marked.
  const isSameLength = run.text.length === run.end - run.start;
  for (let at = run.text.indexOf(text); at >= 0; at = run.text.indexOf(text, at + text.length)) {
    if (!isSameLength) return [{ start: run.start, end: run.end }];
    ranges.push({ start: run.start + at, end: run.start + at + text.length });
  }
  return ranges;
}
