import { compareText } from './source-order.ts';

/** A claim as far as the election looks at it. */
export interface Candidate {
  /** Native id of the session the claim's record names as the request's. */
  owner: string | null;
  at: number | null;
  native: string;
  firstAt: number | null;
  machine: string;
  root: string;
}

/**
 * The claim that counts among all claims to one request: that of the session the records name, then the
 * earliest, then that of the session that began first, then that with the smallest id. Total, so the
 * answer never depends on the order of import.
 */
export function electOwner<Claim extends Candidate>(claims: readonly Claim[]): Claim | undefined {
  const named = new Set(claims.flatMap((claim) => (claim.owner === null ? [] : [claim.owner])));
  return claims.reduce<Claim | undefined>(
    (best, claim) => (best === undefined || compareClaims(claim, best, named) < 0 ? claim : best),
    undefined,
  );
}

function compareClaims(a: Candidate, b: Candidate, named: ReadonlySet<string>): number {
  return (
    Number(named.has(b.native)) - Number(named.has(a.native)) ||
    late(a.at) - late(b.at) ||
    late(a.firstAt) - late(b.firstAt) ||
    compareText(a.native, b.native) ||
    compareText(a.machine, b.machine) ||
    compareText(a.root, b.root)
  );
}

/** What has no time comes last. */
function late(at: number | null): number {
  return at ?? Number.MAX_SAFE_INTEGER;
}
