/** A small seeded generator, so that a failure can be repeated. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const oddValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  'text',
  '2999-99-99T99:99:99Z',
  '\ud83d',
  [],
  [null],
  [[]],
  {},
  { type: 'text' },
  { length: -1 },
];

/**
 * Copies of a record in which one value, at any depth, is replaced by an odd one or removed:
 * every field as an agent's next version, or a disk, may leave it.
 */
export function* mutatedRecords(
  record: Record<string, unknown>,
  random: () => number,
  count: number,
): Generator<Record<string, unknown>> {
  for (let n = 0; n < count; n += 1) {
    const copy = structuredClone(record);
    mutate(copy, random);
    yield copy;
  }
}

function mutate(value: Record<string, unknown> | unknown[], random: () => number): void {
  const keys = Object.keys(value);
  const key = keys[Math.floor(random() * keys.length)];
  if (key === undefined) return;
  const holder = value as Record<string, unknown>;
  const child = holder[key];
  if (typeof child === 'object' && child !== null && Object.keys(child).length > 0 && random() < 0.75) {
    mutate(child as Record<string, unknown>, random);
    return;
  }
  if (random() < 0.2) delete holder[key];
  else holder[key] = oddValues[Math.floor(random() * oddValues.length)];
}
