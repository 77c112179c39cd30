import type { BelfryEvent, BelfryEventType } from '@belfry/core';

export interface EventFilter {
  /** Only these types; all when absent. */
  types?: readonly BelfryEventType[];
  /** Only events about this session (public id); events about no session are left out. */
  sessionId?: string;
}

/** The filter as one function, built once per subscription because it runs for every event. */
export function toEventMatcher({ types, sessionId }: EventFilter): (event: BelfryEvent) => boolean {
  const wanted = types && new Set<BelfryEventType>(types);
  if (sessionId === undefined) return wanted ? (event) => wanted.has(event.type) : () => true;
  return (event) => (!wanted || wanted.has(event.type)) && isAbout(event, sessionId);
}

function isAbout(event: BelfryEvent, sessionId: string): boolean {
  if ('sessionId' in event) return event.sessionId === sessionId;
  return 'sessionIds' in event && event.sessionIds.includes(sessionId);
}
