import type { Fact } from '@belfry/core';

/** Facts by identity: what an archive that upserts would hold after them, in order of first appearance. */
export function toKeyedFacts(facts: readonly Fact[]): Map<string, Fact> {
  const keyed = new Map<string, Fact>();
  for (const fact of facts) keyed.set(factIdentity(fact), fact);
  return keyed;
}

/** What makes two facts the same statement, made again. */
export function factIdentity(fact: Fact): string {
  return JSON.stringify([fact.type, fact.session, ...identityParts(fact)]);
}

function identityParts(fact: Fact): unknown[] {
  switch (fact.type) {
    case 'session':
      return [fact.span.offset, Object.keys(fact.patch).sort()];
    case 'message':
      return [fact.key, fact.record];
    case 'tool-call':
      return [fact.callId];
    case 'tool-result':
      return [fact.callId, fact.record];
    case 'link':
      return [fact.callId, fact.child];
    case 'request':
      return [fact.key];
    case 'quota':
      return [fact.limit, fact.at];
    case 'abandon':
      return [fact.from, fact.to];
    case 'leaf-title':
      return [fact.leaf];
    case 'turn':
      return [fact.mark, fact.turn ?? fact.span.offset];
  }
}
