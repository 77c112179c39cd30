/** Accents of Latin, Greek and Cyrillic letters, points of Hebrew and Arabic. */
const accents = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f]+/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range
const ascii = /^[\x00-\x7f]*$/;

/** The form in which words are compared: lower case, without accents. */
export function foldWord(word: string): string {
  if (ascii.test(word)) return word.toLowerCase();
  // Composed again at the end: syllables of Hangul must not fall apart.
  return word.normalize('NFD').replace(accents, '').normalize('NFC').toLowerCase().replaceAll('ς', 'σ');
}
