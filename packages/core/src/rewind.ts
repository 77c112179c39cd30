import type { Rewind } from './facts.ts';

/** A source as one part of a session. */
export interface SessionPart {
  /** What the source says of itself; without it the source is the part named as the session. */
  rewind?: Rewind | undefined;
}

/**
 * For each part of a session the offset from which on its records were left when a later part went on from an
 * earlier place; `undefined` for a part that stands whole. Does not depend on the order of the parts.
 */
export function findLeft(session: string, parts: readonly SessionPart[]): (number | undefined)[] {
  const names = parts.map(({ rewind }) => rewind?.part ?? session);
  return names.map((name) => {
    const ends = parts.flatMap(({ rewind }) => {
      if (rewind === undefined || name >= rewind.part) return [];
      const { kept } = rewind;
      if (kept === undefined || name > kept.part) return [0];
      return name === kept.part ? [kept.offset] : [];
    });
    return ends.length === 0 ? undefined : Math.min(...ends);
  });
}
