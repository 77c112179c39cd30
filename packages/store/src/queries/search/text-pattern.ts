import type { TextRange } from '@belfry/core';

/** Looks for a text letter by letter: in the raw bytes of records, where it stands escaped, and in texts read from them. */
export interface TextPattern {
  /** Places in bytes that may hold the text; `bytes` as Latin-1. Looks at the whole of them. */
  mayHold(bytes: string): Generator<number>;
  /** Where it stands in a text; `undefined` where it does not. */
  find(text: string): TextRange[] | undefined;
}

/** Longer ones are cut: nobody types them, and a pattern has its limits. */
const maxLength = 500;
/** More are not marked in one text. */
const maxRanges = 50;

/**
 * `q` letter by letter, whatever is in it: upper and lower case are the same, and a stretch of white space is any
 * other. `undefined` when there is nothing to look for.
 */
export function toTextPattern(q: string): TextPattern | undefined {
  const pieces = q
    .slice(0, maxLength)
    .toWellFormed()
    .split(/\s+/u)
    .filter((piece) => piece !== '');
  if (pieces.length === 0) return undefined;
  const inText = new RegExp(pieces.map((piece) => piece.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('\\s+'), 'giu');
  // Inside JSON inside JSON white space is a letter with backslashes before it.
  const gap = String.raw`(?:[\x00-\x20]|\\+[nrt])+`;
  const inBytes = new RegExp(pieces.map((piece) => [...piece].map(escapedForms).join('')).join(gap), 'gi');
  return {
    *mayHold(bytes) {
      inBytes.lastIndex = 0;
      for (let hit = inBytes.exec(bytes); hit; hit = inBytes.exec(bytes)) yield hit.index;
    },
    find(text) {
      const ranges: TextRange[] = [];
      inText.lastIndex = 0;
      for (let hit = inText.exec(text); hit && ranges.length < maxRanges; hit = inText.exec(text)) {
        ranges.push({ start: hit.index, end: hit.index + hit[0].length });
      }
      return ranges.length === 0 ? undefined : ranges;
    },
  };
}

/** A character as a pattern for the bytes of JSON: itself in UTF-8, or escaped, once or more often. */
function escapedForms(character: string): string {
  const units = [...character].flatMap((one) => one.split('')).map((unit) => unit.charCodeAt(0));
  const numbered = units.map((unit) => `\\\\+u${unit.toString(16).padStart(4, '0')}`).join('');
  const bytes = [...Buffer.from(character)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  const plain = /[a-z0-9]/i.test(character) ? character : /["/]/.test(character) ? `\\\\*${bytes}` : bytes;
  if (character === '\\') return '\\\\+';
  // Letters and digits are never escaped by those who write JSON.
  if (/[a-z0-9 ]/i.test(character)) return plain;
  const folded = [...otherCases(character)].map((one) =>
    [...Buffer.from(one)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(''),
  );
  return `(?:${[plain, ...folded, numbered].join('|')})`;
}

/** Beyond ASCII the pattern cannot fold bytes by itself. */
function otherCases(character: string): Set<string> {
  const forms = new Set([character.toLowerCase(), character.toUpperCase()]);
  forms.delete(character);
  return forms;
}
