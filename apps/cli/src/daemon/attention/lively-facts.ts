import type { Fact, IngestBatch } from '@belfry/core';

/** What a read of a source at work tells of what its sessions do. Offsets are of bytes of one past of the source. */
export interface LivelyFacts {
  agent: string;
  root: string;
  path: string;
  generation: number;
  from: number;
  to: number;
  facts: Fact[];
}

/** What is older says nothing of what a session does now. */
export const livelyMs = 6 * 3_600_000;

/** Tokens and titles tell nothing of it. */
const telling: ReadonlySet<Fact['type']> = new Set(['session', 'message', 'tool-call', 'tool-result', 'link', 'turn']);

/**
 * `undefined` for a file nobody has written lately. Of history that was copied, or that a session at work begins with,
 * nothing is told.
 */
export function toLivelyFacts(batch: IngestBatch, mtimeMs: number, nowMs: number): LivelyFacts | undefined {
  const sinceMs = nowMs - livelyMs;
  if (mtimeMs < sinceMs) return undefined;
  const { source, from, to, facts, bounds } = batch;
  const { agent, root, path } = source;
  const lively = new Set(bounds.filter(({ lastAt }) => lastAt >= sinceMs).map(({ session }) => session));
  const isTold = (fact: Fact) => {
    if (!telling.has(fact.type)) return false;
    // Whether a turn has begun or ended says so at its own time; other words without a time go with their session.
    return 'at' in fact && fact.at !== undefined ? fact.at >= sinceMs : lively.has(fact.session);
  };
  return {
    agent,
    root,
    path,
    generation: to.generation,
    from: from?.generation === to.generation ? from.offset : 0,
    to: to.offset,
    facts: facts.filter(isTold),
  };
}
