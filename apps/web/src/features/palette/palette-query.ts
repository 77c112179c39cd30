import type { TextRange } from '@belfry/core';

export type PaletteGroup = 'live' | 'do' | 'sessions' | 'said';

/** What was typed, taken apart. */
export interface PaletteQuery {
  /** The only group that is asked for, by a sign before the words or by Tab. */
  only: PaletteGroup | undefined;
  /** A live session's number. */
  number: number | undefined;
  text: string;
}

/** `>` asks for actions, `#4` for the live session of that number. */
export function toPaletteQuery(typed: string, narrowed: PaletteGroup | undefined): PaletteQuery {
  const sign = typed.trimStart().slice(0, 1);
  const rest = typed.trimStart().slice(1).trim();
  if (sign === '>') return { only: 'do', number: undefined, text: rest };
  if (sign === '#') {
    return /^\d{1,3}$/.test(rest)
      ? { only: 'live', number: Number(rest), text: '' }
      : { only: 'live', number: undefined, text: rest };
  }
  return { only: narrowed, number: undefined, text: typed.trim() };
}

/** Whether every word occurs somewhere in the texts, ignoring case. */
export function matchesWords(text: string, ...fields: (string | undefined)[]): boolean {
  const all = fields.join('\n').toLowerCase();
  return wordsOf(text).every((word) => all.includes(word));
}

/** Where the words stand in a field that is shown. */
export function markWords(text: string, field: string): TextRange[] {
  const low = field.toLowerCase();
  // A letter that changes its length in lower case would shift every mark behind it.
  if (low.length !== field.length) return [];
  const marks = wordsOf(text)
    .map((word) => ({ start: low.indexOf(word), end: low.indexOf(word) + word.length }))
    .filter(({ start }) => start >= 0)
    .sort((a, b) => a.start - b.start);
  return marks.filter(({ start }, index) => index === 0 || start >= (marks[index - 1]?.end ?? 0));
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}
