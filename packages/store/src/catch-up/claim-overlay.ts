import type { RequestFact, TokenUsage, UsageBasis } from '@belfry/core';
import { mergeClaims, toClaim } from '../apply/claim-merge.ts';
import { type Candidate, electOwner } from '../apply/election.ts';
import { toRequestId } from '../apply/request-id.ts';
import { toTokenUsage } from '../tables/token-columns.ts';
import type { ClaimRow } from '../tables/usage.ts';

/** A session as far as the election of its requests looks at it. */
export interface ClaimingSession {
  /** The archive's number, or one of the caller's own for a session it does not hold. */
  key: number;
  agent: string;
  native: string;
  machine: string;
  root: string;
  /** ms of its first record; asked for only where several sessions repeat a request at the same time. */
  firstAt(): number | null;
}

/** What the archive holds of requests. */
export interface StoredClaims {
  /** Every claim to a request. */
  claimsOf(request: string): ClaimRow[];
  /** A session by the archive's number; `undefined` when it holds none with it. */
  claimant(key: number): ClaimingSession | undefined;
  /** Requests of a session that others claim too. */
  sharedOf(key: number): string[];
}

/** A request that comes to what is counted (`sign` 1), or leaves it (-1). */
export interface CountedChange {
  sign: 1 | -1;
  session: number;
  at?: number;
  messageKey?: string;
  model: string;
  priceClass: string;
  basis: UsageBasis;
  tokens: TokenUsage;
  reportedCostMicros?: number;
}

/** What records say of one request in one session; `request` is the key the agent's parser gave it. */
export type ReadClaim = ClaimRow;

/** The claim of one record. */
export function claimOf(fact: RequestFact): ReadClaim {
  return toClaim(fact.key, 0, fact);
}

/** Elects over stored claims and those of facts not stored yet, by the same rules as `applyBatch`, and writes nothing. */
export interface ClaimOverlay {
  /** A claim of a session, as `claimOf` makes it; belongs to the overlay from then on. */
  add(session: ClaimingSession, claim: ReadClaim): void;
  /** What the facts change of what is counted. */
  changes(): CountedChange[];
}

export function createClaimOverlay(stored?: StoredClaims): ClaimOverlay {
  const sessions = new Map<number, ClaimingSession>();
  /** By agent and request: nearly always the claim of one session. */
  const byAgent = new Map<string, Map<string, ClaimRow[]>>();
  const claimant = (key: number) => (sessions.get(key) ?? stored?.claimant(key)) as ClaimingSession;

  return {
    add(session, claim) {
      sessions.set(session.key, session);
      // Without an archive there are no short ids to compare with.
      if (stored) claim.request = toRequestId(session.agent, claim.request);
      claim.session_id = session.key;
      const added = addedOf(session.agent);
      const claims = added.get(claim.request);
      if (!claims) {
        added.set(claim.request, [claim]);
        return;
      }
      const at = claims.findIndex(({ session_id }) => session_id === session.key);
      const known = claims[at];
      if (known) claims[at] = mergeClaims(known, claim);
      else claims.push(claim);
    },
    changes() {
      const changes: CountedChange[] = [];
      addMoved();
      for (const added of byAgent.values()) {
        for (const [request, claims] of added) settle(stored?.claimsOf(request) ?? [], claims, changes);
      }
      return changes;
    },
  };

  function addedOf(agent: string): Map<string, ClaimRow[]> {
    let added = byAgent.get(agent);
    if (added === undefined) {
      added = new Map();
      byAgent.set(agent, added);
    }
    return added;
  }

  /** Shared requests of sessions that turn out to begin at another time than the archive knows. */
  function addMoved(): void {
    if (!stored) return;
    for (const session of sessions.values()) {
      const before = stored.claimant(session.key);
      if (!before || before.firstAt() === session.firstAt()) continue;
      const added = addedOf(session.agent);
      for (const request of stored.sharedOf(session.key)) if (!added.has(request)) added.set(request, []);
    }
  }

  function settle(before: readonly ClaimRow[], claims: readonly ClaimRow[], changes: CountedChange[]): void {
    const [only] = claims;
    if (before.length === 0 && claims.length === 1 && only) {
      changes.push(toChange(only, 1));
      return;
    }
    const group = new Map(before.map((claim) => [claim.session_id, claim]));
    for (const claim of claims) {
      const known = group.get(claim.session_id);
      group.set(claim.session_id, known ? mergeClaims(known, claim) : claim);
    }
    const elected = electOwner([...group.values()].map(toCandidate))?.claim;
    const counted = before.find((claim) => claim.counted === 1);
    if (elected === counted) return;
    if (counted) changes.push(toChange(counted, -1));
    if (elected) changes.push(toChange(elected, 1));
  }

  function toCandidate(claim: ClaimRow): Candidate & { claim: ClaimRow } {
    const { native, machine, root, firstAt } = claimant(claim.session_id);
    return {
      claim,
      owner: claim.owner,
      at: claim.at,
      native,
      machine,
      root,
      get firstAt() {
        return firstAt();
      },
    };
  }
}

function toChange(claim: ClaimRow, sign: 1 | -1): CountedChange {
  const change: CountedChange = {
    sign,
    session: claim.session_id,
    model: claim.model,
    priceClass: claim.price_class,
    basis: claim.basis,
    tokens: toTokenUsage(claim),
  };
  if (claim.at !== null) change.at = claim.at;
  if (claim.message_key !== null) change.messageKey = claim.message_key;
  if (claim.reported_micros !== null) change.reportedCostMicros = claim.reported_micros;
  return change;
}
