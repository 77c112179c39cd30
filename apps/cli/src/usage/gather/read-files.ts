import type { RequestFact } from '@belfry/core';
import { type AgentDefinition, agents, createUsageReader, type FoundSource } from '@belfry/ingest';
import { claimOf, mergeClaims, type ReadClaim } from '@belfry/store';

/** What one session of one source says; claims are merged, each request once. */
export interface ReadSession {
  native: string;
  cwd?: string;
  branch?: string;
  claims: ReadClaim[];
}

/** What the files given say of requests, by the place of the file in the list. */
export interface ReadFile {
  index: number;
  sessions: ReadSession[];
  error?: string;
}

/** A later record that says the same: replies are written block by block, each with the same numbers. */
function isRepeat(
  known: ReadClaim,
  { tokens, at, model, priceClass, basis, owner, messageKey, reportedCostMicros }: RequestFact,
): boolean {
  return (
    known.output === tokens.output &&
    known.input === tokens.input &&
    known.cache_read === tokens.cacheRead &&
    known.cache_write_5m === tokens.cacheWrite5m &&
    known.cache_write_1h === tokens.cacheWrite1h &&
    known.reasoning === tokens.reasoning &&
    known.web_searches === tokens.webSearches &&
    known.at !== null &&
    at !== undefined &&
    at >= known.at &&
    known.model === model &&
    known.price_class === priceClass &&
    known.basis === basis &&
    known.owner === (owner ?? null) &&
    known.message_key === (messageKey ?? null) &&
    reportedCostMicros === undefined
  );
}

/** Takes the next file nobody has taken yet until none is left; several threads share `next`. */
export function* readFiles(files: readonly Pick<FoundSource, 'ref'>[], next: Int32Array): Generator<ReadFile> {
  const reader = createUsageReader();
  const agentById = new Map<string, AgentDefinition>(agents.map((agent) => [agent.id, agent]));
  for (;;) {
    const index = Atomics.add(next, 0, 1);
    const file = files[index];
    if (file === undefined) return;
    const agent = agentById.get(file.ref.agent);
    if (agent === undefined) continue;
    const { requests, patches, error } = reader.read(agent, file.ref);
    const sessions = new Map<string, ReadSession & { byRequest: Map<string, number> }>();
    for (const fact of requests) {
      let session = sessions.get(fact.session);
      if (session === undefined) {
        session = { native: fact.session, claims: [], byRequest: new Map() };
        sessions.set(fact.session, session);
      }
      const at = session.byRequest.get(fact.key);
      const known = at === undefined ? undefined : session.claims[at];
      if (at === undefined || known === undefined) {
        session.byRequest.set(fact.key, session.claims.push(claimOf(fact)) - 1);
      } else if (!isRepeat(known, fact)) {
        session.claims[at] = mergeClaims(known, claimOf(fact));
      }
    }
    for (const { session: native, patch } of patches) {
      const session = sessions.get(native);
      if (session === undefined) continue;
      if (patch.cwd !== undefined) session.cwd ??= patch.cwd;
      if (patch.branch !== undefined) session.branch = patch.branch;
    }
    yield { index, sessions: [...sessions.values()], ...(error === undefined ? {} : { error }) };
  }
}
