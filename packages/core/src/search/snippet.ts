import type { Snippet, TextRange } from '../model/search.ts';

const defaultChars = 200;
/** Characters of context before the first match. */
const lead = 40;

/** A piece of `text` on one line around where the most of `ranges` stand together; its beginning when there are none. */
export function toSnippet(text: string, ranges: readonly TextRange[], chars = defaultChars): Snippet {
  const first = densest(ranges, chars - lead);
  const start = first === undefined ? 0 : wordStart(text, Math.max(0, first.start - lead), first.start);
  const end = wordEnd(text, Math.min(text.length, start + Math.max(chars, (first?.end ?? 0) - start)));
  const inside = ranges.filter((range) => range.start >= start && range.end <= end);
  return { ...onOneLine(text.slice(start, end), start, inside), cutBefore: start > 0, cutAfter: end < text.length };
}

/** The range from which on the most others begin within `chars`. */
function densest(ranges: readonly TextRange[], chars: number): TextRange | undefined {
  let best = ranges[0];
  let most = 0;
  let to = 0;
  for (const [from, range] of ranges.entries()) {
    while (to < ranges.length && (ranges[to]?.end ?? 0) <= range.start + chars) to += 1;
    if (to - from <= most) continue;
    most = to - from;
    best = range;
  }
  return best;
}

/** After the next white space, so that no word is cut; but not past `limit`. */
function wordStart(text: string, from: number, limit: number): number {
  if (from === 0) return 0;
  for (let at = from; at < limit; at++) {
    if (/\s/.test(text.charAt(at - 1))) return at;
  }
  return isLowSurrogate(text, from) ? from - 1 : from;
}

/** Before the last white space, unless the word is very long. */
function wordEnd(text: string, to: number): number {
  if (to >= text.length) return text.length;
  for (let at = to; at > to - 30 && at > 0; at--) {
    if (/\s/.test(text.charAt(at))) return at;
  }
  return isLowSurrogate(text, to) ? to - 1 : to;
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit < 0xe000;
}

/** White space and control characters become single spaces, colours of a terminal nothing; ranges move with their text. */
function onOneLine(piece: string, offset: number, ranges: readonly TextRange[]): Pick<Snippet, 'text' | 'marks'> {
  const places = ranges.flatMap(({ start, end }) => [start - offset, end - offset]);
  const moved: number[] = [];
  let text = '';
  let from = 0;
  for (const place of places) {
    text = append(text, piece.slice(from, place));
    moved.push(text.length);
    from = place;
  }
  text = append(text, piece.slice(from)).trimEnd();
  const marks = ranges.map((_, index) => ({ start: moved[index * 2] ?? 0, end: moved[index * 2 + 1] ?? 0 }));
  return { text, marks };
}

function append(line: string, piece: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out
  const plain = piece.replace(/\u001b\[[0-?]*[ -/]*[@-~]/g, '');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
  const flat = plain.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ');
  return line === '' || line.endsWith(' ') ? line + flat.trimStart() : line + flat;
}
