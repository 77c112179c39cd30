import { closeSync, openSync, readSync } from 'node:fs';
import { createRandom } from './random.ts';

const sampleBytes = 64 * 1024;

/**
 * Questions a user may ask of these transcripts: one word, two, three, two in a row, the beginning of one. Words
 * are drawn as often as they are written, so that some are everywhere and some nearly nowhere.
 */
export function searchQuestions(files: readonly string[], count: number): string[] {
  const random = createRandom(8);
  const draw = (): string[] => {
    for (;;) {
      const words = wordsOf(random.pick(files), random.next());
      const at = random.integer(0, words.length - 3);
      if (words.length >= 3) return words.slice(at, at + 3);
    }
  };
  const shapes: (() => string)[] = [
    () => draw()[0] ?? '',
    () => `${draw()[0]} ${draw()[1]}`,
    () => [draw(), draw(), draw()].map(([word]) => word).join(' '),
    () => `"${draw().slice(0, 2).join(' ')}"`,
    () => `${draw()[0]?.slice(0, 5)}*`,
  ];
  return Array.from({ length: count }, (_, n) => shapes[n % shapes.length]?.() ?? '');
}

/** Words of a piece of a file that stand beside each other, names of fields left out. */
function wordsOf(file: string, place: number): string[] {
  const descriptor = openSync(file, 'r');
  const buffer = Buffer.alloc(sampleBytes);
  const length = readSync(descriptor, buffer, 0, sampleBytes, Math.floor(place * 20_000));
  closeSync(descriptor);
  const prose = /[a-z]{3,}(?: [a-z]{3,}){3,}/g;
  return [...buffer.toString('latin1', 0, length).matchAll(prose)].flatMap(([text]) => text.split(' '));
}
