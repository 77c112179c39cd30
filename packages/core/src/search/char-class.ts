/**
 * What a character is to the search: between words, part of one, part of a run of a script that writes no spaces,
 * or a mark that belongs to the character before it.
 */
export const charClass = { unknown: 0, separator: 1, word: 2, unspaced: 3, mark: 4 } as const;
export type CharClass = (typeof charClass)[keyof typeof charClass];

const unspaced =
  /^(?:\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Thai}|\p{Script=Lao}|\p{Script=Khmer}|\p{Script=Myanmar}|ー)$/u;
const letterOrDigit = /^[\p{L}\p{N}]$/u;
const mark = /^\p{M}$/u;

/** Classes of UTF-16 units found out so far; ASCII is known from the start. */
const known = new Uint8Array(0x10000);
for (let unit = 0; unit < 0x80; unit++) {
  known[unit] = /[0-9A-Za-z]/.test(String.fromCharCode(unit)) ? charClass.word : charClass.separator;
}

/** Class of the UTF-16 unit at `index`; both halves of a surrogate pair have the class of their character. */
export function classAt(text: string, index: number): CharClass {
  const unit = text.charCodeAt(index);
  if (unit >= 0xd800 && unit < 0xe000) return classOfSurrogate(text, index, unit);
  const found = known[unit] as CharClass;
  if (found !== charClass.unknown) return found;
  const made = classify(String.fromCharCode(unit));
  known[unit] = made;
  return made;
}

function classOfSurrogate(text: string, index: number, unit: number): CharClass {
  const start = unit < 0xdc00 ? index : index - 1;
  const point = text.codePointAt(start);
  // Half a pair is no character.
  if (point === undefined || point < 0x10000) return charClass.separator;
  return classify(String.fromCodePoint(point));
}

function classify(character: string): CharClass {
  if (mark.test(character)) return charClass.mark;
  if (!letterOrDigit.test(character)) return charClass.separator;
  return unspaced.test(character) ? charClass.unspaced : charClass.word;
}
