import { charClass, classAt } from './char-class.ts';

/** A word, or a run of a script that writes no spaces, at [start, end) of a text. Returning `true` ends the scan. */
export type OnWord = (start: number, end: number, isUnspaced: boolean) => boolean | undefined;

/**
 * Calls back for every word of a text in order, from `from` on, which must not lie inside one. Words are letters
 * and digits; anything else stands between them.
 */
export function scanWords(text: string, onWord: OnWord, from = 0): void {
  const { length } = text;
  let start = -1;
  let isUnspaced = false;
  for (let index = from; index < length; index++) {
    const kind = classAt(text, index);
    // A mark belongs to the character before it.
    if (kind === charClass.mark && start >= 0) continue;
    const isWord = kind === charClass.word || kind === charClass.unspaced;
    const begins = isWord && (start < 0 || isUnspaced !== (kind === charClass.unspaced));
    if (start >= 0 && (begins || !isWord)) {
      if (onWord(start, index, isUnspaced)) return;
      start = -1;
    }
    if (begins) {
      start = index;
      isUnspaced = kind === charClass.unspaced;
    }
  }
  if (start >= 0) onWord(start, length, isUnspaced);
}
