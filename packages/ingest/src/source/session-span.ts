import type { SessionBounds } from '@belfry/core';
import type { Parsed } from '../agent.ts';

/** First and last record time of each session, collected over the records of one batch. */
export interface SessionSpans {
  add(parsed: Pick<Parsed<unknown>, 'session' | 'at'>): void;
  bounds(): SessionBounds[];
}

export function createSessionSpans(): SessionSpans {
  const spans = new Map<string, SessionBounds>();
  return {
    add({ session, at }) {
      if (session === undefined || at === undefined) return;
      const span = spans.get(session);
      if (!span) {
        spans.set(session, { session, firstAt: at, lastAt: at });
        return;
      }
      if (at < span.firstAt) span.firstAt = at;
      if (at > span.lastAt) span.lastAt = at;
    },
    bounds: () => [...spans.values()],
  };
}
