import { diffWordsWithSpace } from 'diff';

/** A stretch of characters of a line, end excluded. */
export interface Span {
  from: number;
  to: number;
}

/** Of lines longer than this the words are not compared: it would take longer than reading them. */
const longest = 600;

/** Where an old and a new line differ. Nothing, if so much differs that marks would cover it all. */
export function markWords(before: string, after: string): { before: Span[]; after: Span[] } {
  if (before.length > longest || after.length > longest) return { before: [], after: [] };
  const marks = { before: [] as Span[], after: [] as Span[] };
  let [x, y, same] = [0, 0, 0];
  for (const part of diffWordsWithSpace(before, after)) {
    const { length } = part.value;
    if (part.removed === true) marks.before.push({ from: x, to: x + length });
    else if (part.added === true) marks.after.push({ from: y, to: y + length });
    else if (part.value.trim() !== '') same += length;
    if (part.added !== true) x += length;
    if (part.removed !== true) y += length;
  }
  const isAlike = same * 3 >= Math.max(before.trim().length, after.trim().length);
  return isAlike ? marks : { before: [], after: [] };
}
