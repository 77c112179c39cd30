import type { Random } from './random.ts';

/** Large pools of prose and code to cut from: fast, and no two cuts alike. */
export interface TextPool {
  words(count: number): string;
  prose(length: number): string;
  code(length: number): string;
  base64(length: number): string;
}

const syllables = 'ba ce di fo gu ka le mi no pu ra se ti vo ze lor men tar vin dol per qua sten bri clo'.split(' ');
const poolSize = 6_000_000;

export function createTextPool(random: Random): TextPool {
  const vocabulary = Array.from({ length: 30_000 }, () =>
    Array.from({ length: random.integer(1, 4) }, () => random.pick(syllables)).join(''),
  );
  // Zipf-like: the rank grows exponentially with a uniform number.
  const word = () => vocabulary[Math.floor(vocabulary.length ** random.next()) - 1] ?? 'bell';
  const fill = (part: () => string) => {
    const parts: string[] = [];
    for (let length = 0; length < poolSize; ) {
      const text = part();
      parts.push(text);
      length += text.length;
    }
    return parts.join('');
  };
  const prose = fill(
    () => `${Array.from({ length: random.integer(4, 16) }, word).join(' ')}${random.chance(0.15) ? '.\n\n' : '. '}`,
  );
  const code = fill(
    () =>
      `${'  '.repeat(random.integer(0, 4))}const ${word()} = await ${word()}.${word()}('${word()}/${word()}.ts', ${random.integer(0, 999)});\n`,
  );
  const base64 = Buffer.from(Array.from({ length: 900_000 }, () => random.integer(0, 255))).toString('base64');
  const cut = (pool: string, length: number) => {
    const start = random.integer(0, Math.max(0, pool.length - length - 1));
    return pool.slice(start, start + length);
  };
  return {
    words: (count) => Array.from({ length: count }, word).join(' '),
    prose: (length) => cut(prose, length),
    code: (length) => cut(code, length),
    base64: (length) => cut(base64, length),
  };
}
