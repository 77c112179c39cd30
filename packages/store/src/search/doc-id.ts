/**
 * Ids of searchable texts are in the order of time, so that newest first is the order of ids: seconds since 2020
 * times 16, plus a number for each text of the same second. Small steps keep the lists of the index short.
 */
const epochMs = Date.UTC(2020, 0, 1);
const slots = 16;

/** Ids below belong to texts without a time. */
export const firstTimedId = 2 ** 32;

/** Lowest id of a text of this time, ms since 1970 UTC; what is older than 2020 counts as of then. */
export function toDocId(atMs: number): number {
  return firstTimedId + Math.max(0, Math.floor((atMs - epochMs) / 1_000)) * slots;
}

/** Seconds that may be filled by texts of earlier ones before an id says too little about its time. */
export const spillIds = 3_600 * slots;
