import type { Clock } from '../clock.ts';

/** A clock that stands still until told. */
export interface FakeClock extends Clock {
  advance(ms: number): void;
  set(atMs: number): void;
}

/** Starts at 2026-01-02T03:04:05Z unless told otherwise. */
export function fakeClock(startMs: number = Date.UTC(2026, 0, 2, 3, 4, 5)): FakeClock {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms;
    },
    set: (atMs) => {
      nowMs = atMs;
    },
  };
}
