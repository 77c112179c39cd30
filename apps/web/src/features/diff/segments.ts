import type { Token } from '../rich/code-tokens.ts';
import type { Span } from '../rich/word-marks.ts';

/** A stretch of a line in one voice, marked as changed or not. */
export interface Segment extends Token {
  isMarked: boolean;
}

/** Cuts a line wherever its voice or its mark changes. */
export function toSegments(text: string, tokens: readonly Token[] | undefined, marks: readonly Span[]): Segment[] {
  const voices = tokens ?? (text === '' ? [] : [{ text, className: '' }]);
  const segments: Segment[] = [];
  let at = 0;
  for (const voice of voices) {
    const end = at + voice.text.length;
    const cuts = marks.flatMap(({ from, to }) => [from, to]).filter((cut) => cut > at && cut < end);
    for (const cut of [...new Set([...cuts, end])].sort((a, b) => a - b)) {
      const from = at;
      const isMarked = marks.some((mark) => mark.from <= from && from < mark.to);
      segments.push({ text: text.slice(from, cut), className: voice.className, isMarked });
      at = cut;
    }
  }
  return segments;
}
