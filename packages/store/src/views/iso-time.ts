/** Furthest times `Date` can hold, ms. */
const limitMs = 8.64e15;

/** ISO 8601 UTC of ms since 1970; a time no calendar holds is clamped instead of failing the whole answer. */
export function toIsoTime(atMs: number): string {
  return new Date(Math.max(-limitMs, Math.min(limitMs, atMs))).toISOString();
}
