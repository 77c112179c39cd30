import { camelParts } from './camel-parts.ts';
import { foldWord } from './fold-word.ts';
import { scanWords } from './scan-words.ts';

/** A word of a search in the form words are compared in. */
export interface SearchWord {
  text: string;
  /** A run of a script without spaces: stands anywhere in a longer run. */
  isUnspaced: boolean;
}

/** One thing to look for: a word, or several that follow each other. */
export interface SearchTerm {
  words: SearchWord[];
  /** The last word may go on. */
  isPrefix: boolean;
  /** A name in camel case: its parts, following each other, are as good as the name. */
  parts: string[] | undefined;
  /** As it was asked. */
  asked: string;
}

/** What a search asks for: all of `wanted`, or any of them, and none of `unwanted`. */
export interface SearchTerms {
  wanted: SearchTerm[];
  unwanted: SearchTerm[];
  isAny: boolean;
}

/** More than anybody types; what follows is left out. */
const maxTerms = 32;
const maxWords = 64;

/**
 * Reads a search as people type it: words, `"phrases"`, `-excluded`, `begin*`. Everything is a search: an open
 * quote ends with the text, signs between words only part them, and a search that excludes all it names looks for
 * it instead. `isAny`: one of the words is enough.
 */
export function parseSearchTerms(q: string, isAny = false): SearchTerms {
  const terms: SearchTerms = { wanted: [], unwanted: [], isAny };
  for (const { text, isQuoted, isUnwanted } of cut(q)) {
    const list = isUnwanted ? terms.unwanted : terms.wanted;
    const term = toTerm(text, isQuoted, isUnwanted);
    if (term.words.length > 0 && list.length < maxTerms) list.push(term);
  }
  return terms.wanted.length > 0 ? terms : { ...terms, wanted: terms.unwanted, unwanted: [] };
}

/** The search written out again, e.g. to offer it with another word in it. */
export function formatSearchTerms({ wanted, unwanted }: Pick<SearchTerms, 'wanted' | 'unwanted'>): string {
  return [...wanted, ...unwanted].map(({ asked }) => asked).join(' ');
}

interface Piece {
  text: string;
  isQuoted: boolean;
  isUnwanted: boolean;
}

function* cut(q: string): Generator<Piece> {
  // A single minus before a letter excludes; two begin an option of a command.
  const pieces = /(?<minus>-(?=["“”\p{L}\p{N}]))?(?:["“”](?<quoted>[^"“”]*)(?:["“”]|$)|(?<bare>[^\s"“”]+))|["“”]/gu;
  for (const { groups = {} } of q.matchAll(pieces)) {
    const { minus, quoted, bare } = groups;
    yield { text: quoted ?? bare ?? '', isQuoted: quoted !== undefined, isUnwanted: minus !== undefined };
  }
}

function toTerm(text: string, isQuoted: boolean, isUnwanted: boolean): SearchTerm {
  const words: SearchWord[] = [];
  let parts: string[] | undefined;
  scanWords(text, (start, end, isUnspaced) => {
    const word = text.slice(start, end);
    words.push({ text: isUnspaced ? word.normalize('NFC') : foldWord(word), isUnspaced });
    if (!isUnspaced) parts = camelParts(word)?.map(foldWord);
    return words.length >= maxWords;
  });
  const shown = isQuoted ? `"${text}"` : text;
  return {
    words,
    isPrefix: !isQuoted && /[\p{L}\p{N}\p{M}]\*$/u.test(text),
    parts: words.length === 1 ? parts : undefined,
    asked: isUnwanted ? `-${shown}` : shown,
  };
}
