import type { TextRange } from '../model/search.ts';
import { camelParts } from './camel-parts.ts';
import { foldWord } from './fold-word.ts';

/** A word of a text with its place there. */
export interface FoundWord extends TextRange {
  /** As words are compared. */
  text: string;
  isUnspaced: boolean;
  /** Parts of a name in camel case, empty for any other word. */
  parts(): readonly (TextRange & { text: string })[];
}

export function toFoundWord(text: string, start: number, end: number, isUnspaced: boolean): FoundWord {
  const raw = text.slice(start, end);
  const folded = isUnspaced ? raw.normalize('NFC') : foldWord(raw);
  let parts: (TextRange & { text: string })[] | undefined;
  return {
    start,
    end,
    text: folded,
    isUnspaced,
    parts() {
      // Without a capital there is nothing to take apart, which is so for nearly every word.
      parts ??= isUnspaced || raw === folded ? [] : placeParts(raw, start);
      return parts;
    },
  };
}

function placeParts(raw: string, start: number): (TextRange & { text: string })[] {
  let at = start;
  return (camelParts(raw) ?? []).map((part) => {
    const placed = { start: at, end: at + part.length, text: foldWord(part) };
    at = placed.end;
    return placed;
  });
}
