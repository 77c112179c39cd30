import type { RequestFact } from '@belfry/core';
import type { FoldedSession } from './folded-session.ts';

/** For each request, the native id of the session it counts in. */
export type Election = Map<string, string>;

interface Claim {
  session: FoldedSession;
  request: RequestFact;
}

/**
 * Elects one session for every request that several sessions of an agent repeat: the one the record itself names,
 * else the earliest time stamp, else the session whose first record is earliest, else the smallest id.
 * The order in which sessions were read does not matter.
 */
export function electRequests(sessions: Iterable<FoldedSession>): Election {
  const winners = new Map<string, Claim>();
  for (const session of sessions) {
    for (const [key, request] of session.requests) {
      const claim = { session, request };
      const best = winners.get(key);
      if (!best || compareClaims(claim, best) < 0) winners.set(key, claim);
    }
  }
  return new Map([...winners].map(([key, { session }]) => [key, session.native]));
}

function compareClaims(a: Claim, b: Claim): number {
  return (
    Number(isNamed(b)) - Number(isNamed(a)) ||
    compareTimes(a.request.at, b.request.at) ||
    compareTimes(a.session.firstAt, b.session.firstAt) ||
    (a.session.native < b.session.native ? -1 : 1)
  );
}

function isNamed({ session, request }: Claim): boolean {
  return request.owner === session.native;
}

function compareTimes(a = Number.POSITIVE_INFINITY, b = Number.POSITIVE_INFINITY): number {
  return a === b ? 0 : a - b;
}
