import type { SessionBounds } from '@belfry/core';
import type { Parsed } from '../agent.ts';

/**
 * First and last record time of each session, collected over the records of one batch. A record that speaks of other
 * sessions as well widens theirs by the times it gives.
 */
export interface SessionSpans {
  add(parsed: Pick<Parsed<unknown>, 'session' | 'at' | 'facts'>): void;
  bounds(): SessionBounds[];
}

export function createSessionSpans(): SessionSpans {
  const spans = new Map<string, SessionBounds>();
  const widen = (session: string | undefined, at: number | undefined) => {
    if (session === undefined || at === undefined) return;
    const span = spans.get(session);
    if (!span) {
      spans.set(session, { session, firstAt: at, lastAt: at });
      return;
    }
    if (at < span.firstAt) span.firstAt = at;
    if (at > span.lastAt) span.lastAt = at;
  };
  return {
    add({ session, at, facts }) {
      widen(session, at);
      for (const fact of facts) if (fact.session !== session && 'at' in fact) widen(fact.session, fact.at);
    },
    bounds: () => [...spans.values()],
  };
}
