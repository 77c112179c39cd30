import { formatSearchTerms, type SearchAlternative, type SearchTerm, type SearchTerms } from '@belfry/core';
import type { Connection } from '../../database/connection.ts';
import { type SearchSide, searchSides } from '../../tables/search.ts';
import { editDistance } from './edit-distance.ts';
import { nextTurn } from './next-turn.ts';

/** Counts what a search finds, up to a limit of its own. */
export type CountTerms = (terms: SearchTerms) => Promise<number>;

/** Words of an index looked at in one statement, and for one spelling in all. */
const wordsPerTurn = 500;
const maxWords = 20_000;
/** Spellings tried against the index. */
const maxTries = 5;
/** A shorter word is near to too many. */
const minLength = 4;

export interface Vocabulary {
  /** Words of the indexes spelled nearly like this one, nearest and most frequent first. */
  near(word: string): Promise<string[]>;
  has(word: string): boolean;
}

export function createVocabulary(connection: Connection): Vocabulary {
  const sides = ([0, 1] as SearchSide[]).map((side) => searchSides[side].words);
  const page = sides.map((words) =>
    connection.prepare(`SELECT term, doc FROM ${words} WHERE term > ? AND term < ? ORDER BY term LIMIT ?`),
  );
  const exists = sides.map((words) => connection.prepare(`SELECT 1 FROM ${words} WHERE term = ?`).pluck());
  return {
    has: (word) => exists.some((statement) => statement.get(word) !== undefined),
    async near(word) {
      const most = word.length <= 5 ? 1 : 2;
      const found = new Map<string, { distance: number; docs: number }>();
      for (const statement of page) {
        for (const start of likelyStarts(word)) {
          let after = start;
          for (let seen = 0; seen < maxWords; seen += wordsPerTurn) {
            const rows = statement.all(after, `${start}\u{10ffff}`, wordsPerTurn) as { term: string; doc: number }[];
            for (const { term, doc } of rows) {
              if (Math.abs(term.length - word.length) > most || term === word) continue;
              const distance = editDistance(word, term, most);
              if (distance > most) continue;
              const known = found.get(term)?.docs ?? 0;
              found.set(term, { distance, docs: known + doc });
            }
            await nextTurn();
            const last = rows.at(-1);
            if (!last || rows.length < wordsPerTurn) break;
            after = last.term;
          }
        }
      }
      const ordered = [...found].sort(([, a], [, b]) => a.distance - b.distance || b.docs - a.docs);
      return ordered.map(([term]) => term);
    },
  };
}

/** Nearly every slip leaves the first two letters, swaps them, or swaps the second; all other words would be too many. */
function likelyStarts(word: string): Set<string> {
  const [first = '', second = '', third = ''] = word;
  return new Set([first + second, second + first, first + third]);
}

/** What to ask instead of a search that found nothing: with a word that occurs, or content with any word. */
export async function findAlternatives(
  terms: SearchTerms,
  vocabulary: Vocabulary,
  count: CountTerms,
): Promise<SearchAlternative[]> {
  const found: SearchAlternative[] = [];
  for (const [index, term] of terms.wanted.entries()) {
    const [only] = term.words;
    if (!only || term.words.length > 1 || only.isUnspaced || only.text.length < minLength) continue;
    if (vocabulary.has(only.text)) continue;
    for (const word of (await vocabulary.near(only.text)).slice(0, maxTries)) {
      const other = { ...terms, wanted: terms.wanted.with(index, spelled(word)) };
      const hits = await count(other);
      if (hits === 0) continue;
      found.push({ reason: 'spelling', q: formatSearchTerms(other), hits });
      break;
    }
  }
  const words = terms.wanted.flatMap(({ words }) => words);
  if (words.length > 1 && !terms.isAny) {
    const wanted = words.map(({ text, isUnspaced }) => ({ ...spelled(text), words: [{ text, isUnspaced }] }));
    const any = { ...terms, wanted, isAny: true };
    const hits = await count(any);
    if (hits > 0) found.push({ reason: 'any-word', q: formatSearchTerms(any), match: 'any', hits });
  }
  return found;
}

function spelled(text: string): SearchTerm {
  return { words: [{ text, isUnspaced: false }], isPrefix: false, parts: undefined, asked: text };
}
