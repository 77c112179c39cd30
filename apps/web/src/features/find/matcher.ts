/** A stretch of characters of a text, end excluded. */
export interface Found {
  start: number;
  end: number;
}

/** Finds what a query means in a text that is on screen. */
export type Matcher = (text: string) => Found[];

/** Enough marks for any screen; a text that is one word repeated would make the page slow. */
const mostFound = 2000;

/**
 * Where the words of a query stand. As the archive reads it: quotes make a phrase, `-word` is not looked for, `word*`
 * is a beginning, letters match whatever their case and accents, a word inside an identifier is a word. `asText` looks
 * for the query letter by letter.
 */
export function createMatcher(query: string, asText = false): Matcher {
  const pattern = asText ? literal(query.trim()) : toPattern(query);
  if (pattern === '') return () => [];
  const search = new RegExp(pattern, 'gu');
  return (text) => {
    const found: Found[] = [];
    const folded = fold(text);
    for (const { index, 0: piece } of folded.matchAll(search)) {
      const end = index + piece.length;
      const isMatch = asText || (beginsWord(text, index) && (endsWord(text, end) || isPrefix(query, piece)));
      if (piece !== '' && isMatch) found.push({ start: index, end });
      if (found.length >= mostFound) break;
    }
    return found;
  };
}

/** Small letters without accents, one unit for one unit so that places stay the same. */
function fold(text: string): string {
  // Most text is plain, and then nothing has to be looked at letter by letter.
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  let folded = '';
  for (const unit of text.split('')) {
    const plain = unit.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    folded += plain.length === 1 ? plain : unit;
  }
  return folded;
}

function toPattern(query: string): string {
  const words = [...query.matchAll(/(-?)"([^"]*)"?|(\S+)/g)].flatMap(([, minus, phrase, word]) => {
    if (phrase !== undefined) return minus === '-' ? [] : [phrase];
    return word === undefined || /^-./.test(word) ? [] : [word];
  });
  const patterns = words.map((word) => piecesOf(word).map(escapeRegExp).join('[^\\p{L}\\p{N}]*'));
  return patterns
    .filter((pattern) => pattern !== '')
    .sort((a, b) => b.length - a.length)
    .join('|');
}

/** The letters and digits of a word; a word of signs alone is looked for as it is. */
function piecesOf(word: string): string[] {
  const folded = fold(word);
  const pieces = folded.match(/[\p{L}\p{N}]+/gu);
  return pieces ?? [folded];
}

function literal(query: string): string {
  return escapeRegExp(fold(query));
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

const isLetter = (unit: string) => /[\p{L}\p{N}]/u.test(unit);
/** Scripts that put no space between words. */
const isCjk = (unit: string) => /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(unit);

/** Between `Total` and the rest of `lineTotal2` a word begins. */
function beginsWord(text: string, at: number): boolean {
  const [before = '', here = ''] = [text[at - 1], text[at]];
  if (!isLetter(before) || !isLetter(here) || isCjk(here)) return true;
  return isBorder(before, here);
}

function endsWord(text: string, at: number): boolean {
  const [last = '', after = ''] = [text[at - 1], text[at]];
  if (!isLetter(after) || !isLetter(last) || isCjk(last)) return true;
  return isBorder(last, after);
}

function isBorder(before: string, after: string): boolean {
  const isUpper = (unit: string) => unit !== unit.toLowerCase();
  return (!isUpper(before) && isUpper(after)) || /\d/.test(before) !== /\d/.test(after);
}

/** Whether the query asks for a beginning that this piece is. */
function isPrefix(query: string, piece: string): boolean {
  return fold(query)
    .split(/\s+/)
    .some((word) => word.endsWith('*') && piece.startsWith(word.replace(/[^\p{L}\p{N}]/gu, '')));
}
