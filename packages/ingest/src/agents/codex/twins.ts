import { fingerprint } from './fingerprint.ts';
import type { Reading } from './reading.ts';

/** The three ways in which the agent writes one and the same text. */
export const written = { event: 1, turnItem: 2, responseItem: 4 } as const;
export type Written = (typeof written)[keyof typeof written];

/** Twins stand within a few records of each other; more are not remembered. */
const remembered = 12;

/**
 * Whether every part was already said by a record written another way. Parts that were not are remembered, so
 * that the first of the twins is the one that counts, whichever it is. `anyWay`: the same way twice is a twin too.
 */
export function isTwin(reading: Reading, parts: readonly string[], way: Written, anyWay = false): boolean {
  let twins = reading.state.twins;
  let known = 0;
  for (const part of parts) {
    const text = fingerprint(part);
    const index = twins.findIndex((twin) => twin.text === text && (anyWay || (twin.seen & way) === 0));
    const found = twins[index];
    if (found === undefined) {
      twins = [...twins, { text, seen: way }].slice(-remembered);
    } else {
      known += 1;
      twins = twins.with(index, { text, seen: found.seen | way });
    }
  }
  reading.state.twins = twins;
  return known > 0 && known === parts.length;
}
