/** Seeded randomness, so that a corpus is the same on every machine. */
export interface Random {
  /** [0, 1) */
  next(): number;
  integer(from: number, to: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
  /** Log-normal length around e^mu, at least 8. */
  length(mu: number, sigma: number, most: number): number;
  letters(count: number, alphabet: string): string;
}

const hexDigits = '0123456789abcdef';

/** xorshift32: small, fast, good enough for text. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
  const integer = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    integer,
    pick: (list) => list[integer(0, list.length - 1)] as (typeof list)[number],
    chance: (probability) => next() < probability,
    length: (mu, sigma, most) => Math.min(most, Math.max(8, Math.round(Math.exp(mu + sigma * normal())))),
    letters(count, alphabet) {
      let text = '';
      for (let i = 0; i < count; i++) text += alphabet[integer(0, alphabet.length - 1)];
      return text;
    },
  };
}

export function uuid(random: Random): string {
  const hex = (count: number) => random.letters(count, hexDigits);
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
}
