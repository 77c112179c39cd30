import { pairsOf, type SearchTerm, type SearchTerms } from '@belfry/core';
import { sessionTag } from '../../search/session-tag.ts';

/**
 * A search as FTS5 takes it, inside these sessions only when they are given; `undefined` when it has no words. Only
 * words stand between the quotes, so nothing a user types can be an operator.
 */
export function toFtsQuery(terms: SearchTerms, sessionIds?: readonly number[]): string | undefined {
  const wanted = terms.wanted.flatMap(toPhrases);
  if (wanted.length === 0) return undefined;
  const words = wanted.join(terms.isAny ? ' OR ' : ' AND ');
  const inside = sessionIds?.map((id) => `"${sessionTag(id)}"`).join(' OR ');
  const all = inside === undefined ? words : `(${inside || noSession}) AND (${words})`;
  const unwanted = terms.unwanted.flatMap((term) => exactPhrase(term) ?? []);
  return unwanted.length === 0 ? all : `(${all}) NOT (${unwanted.join(' OR ')})`;
}

/** The word of a session that never is. */
const noSession = `"${sessionTag(-1)}"`;

/** What must be in the index for the term to be in a text; that it is there as asked is looked up in the text. */
function toPhrases(term: SearchTerm): string[] {
  const phrase = exactPhrase(term);
  if (phrase !== undefined) return [phrase];
  // One character of a script without spaces is in the index only as the beginning of a pair or the end of a run.
  return term.words.map(({ text, isUnspaced }, index) => {
    if (isUnspaced && [...text].length === 1) return `"${text}" *`;
    const isLast = index === term.words.length - 1;
    return `"${tokensOf(text, isUnspaced)}"${isLast && term.isPrefix ? ' *' : ''}`;
  });
}

/** `undefined` where the index cannot answer exactly. */
function exactPhrase({ words, isPrefix, parts }: SearchTerm): string | undefined {
  if (words.some(({ text, isUnspaced }) => isUnspaced && [...text].length === 1)) return undefined;
  const end = isPrefix ? '" *' : '"';
  const phrase = `"${words.map(({ text, isUnspaced }) => tokensOf(text, isUnspaced)).join(' ')}${end}`;
  return parts === undefined ? phrase : `(${phrase} OR "${parts.join(' ')}${end})`;
}

function tokensOf(text: string, isUnspaced: boolean): string {
  return isUnspaced ? pairsOf(text).join(' ') : text;
}
