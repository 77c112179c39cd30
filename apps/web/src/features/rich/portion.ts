import { formatBytes, plural } from '../../format/figures.ts';
import type { Matcher } from '../find/matcher.ts';

/** As much of a text as is drawn at once: so many lines, and of lines that never end so many characters. */
export interface Portion {
  lines: number;
  chars: number;
}

/** A megabyte on one line stops a page as surely as a million lines do. */
export const onePortion: Portion = { lines: 2000, chars: 60_000 };

/** Where a portion ends that begins at `from`: at the end of a line, inside one only when that alone is too long. */
export function endOfPortion(text: string, from: number, { lines, chars }: Portion): number {
  const limit = Math.min(text.length, from + chars);
  let at = from > 0 && text[from] === '\n' ? from + 1 : from;
  let last = from;
  for (let line = 0; line < lines; line++) {
    const next = text.indexOf('\n', at);
    const end = next < 0 ? text.length : next;
    if (end > limit) return last > from ? last : wholeSign(text, limit);
    last = end;
    if (next < 0) break;
    at = next + 1;
  }
  return last;
}

/** Where a portion begins that ends at `to`; the way up. */
export function startOfPortion(text: string, to: number, { lines, chars }: Portion): number {
  const limit = Math.max(0, to - chars);
  let at = text[to - 1] === '\n' ? to - 1 : to;
  let first = to;
  for (let line = 0; line < lines; line++) {
    const before = at === 0 ? -1 : text.lastIndexOf('\n', at - 1);
    if (before + 1 < limit) return first < to ? first : wholeSign(text, limit);
    first = before + 1;
    if (before < 0) break;
    at = before;
  }
  return first;
}

/** Where the first match of a long text is; a word across the seam of two pieces of one endless line is found too. */
export function firstMatch(text: string, match: Matcher): number | undefined {
  const [piece, seam] = [50_000, 200];
  for (let from = 0; from < text.length; ) {
    const end = endOfPortion(text, from, { lines: Number.POSITIVE_INFINITY, chars: piece });
    const [found] = match(text.slice(from, end));
    if (found !== undefined) return from + found.start;
    from = end < text.length && text[end] !== '\n' ? end - seam : end;
    if (end === text.length) return undefined;
  }
  return undefined;
}

/** What lies between two places: "1 line", "240 lines", or "60 kB" of a line. */
export function sayStretch(text: string, from: number, to: number, noun = 'line'): string {
  const lines = text.slice(from, to).trim().split('\n').length;
  return lines === 1 && to - from > 1000 ? formatBytes(to - from) : plural(lines, noun);
}

/** Not between the two halves of one sign. */
function wholeSign(text: string, at: number): number {
  const code = text.charCodeAt(at - 1);
  return code >= 0xd800 && code <= 0xdbff ? at + 1 : at;
}
