import type { RequestFact } from '@belfry/core';
import type { Connection } from '../database/connection.ts';
import { tokenColumns } from '../tables/token-columns.ts';
import type { ClaimRow } from '../tables/usage.ts';
import type { BatchContext } from './batch-context.ts';
import { mergeClaims, toClaim } from './claim-merge.ts';
import { type Candidate, electOwner } from './election.ts';
import { entryOf } from './entry-of.ts';
import { toRequestId } from './request-id.ts';
import type { SessionDraft } from './session-book.ts';
import type { UsageLedger } from './usage-ledger.ts';

/** Claims of one batch. */
export interface ClaimBatch {
  add(session: SessionDraft, fact: RequestFact): void;
  /** A claim as another archive holds it. */
  adopt(session: SessionDraft, claim: ClaimRow): void;
  /** Takes away all claims of a session; others that claim the same requests are elected anew. */
  drop(session: SessionDraft): void;
  /** A session begins at another time than stored: its shared requests are elected anew. */
  reelect(session: SessionDraft): void;
  /** Writes claims and posts what they change; the sessions' times and projects must be final. */
  flush(ledger: UsageLedger): void;
}

const tokenNames = tokenColumns.map(([column]) => column);

export function createClaimRows(
  connection: Connection,
  place: (rootId: number) => { machine: string; path: string },
): (context: Pick<BatchContext, 'agent' | 'book'>) => ClaimBatch {
  const isKnown = connection.prepare('SELECT 1 FROM claims WHERE request = ? LIMIT 1').pluck();
  const ofRequest = connection.prepare('SELECT * FROM claims WHERE request = ?');
  const ofSession = connection.prepare('SELECT * FROM claims WHERE session_id = ?');
  const remove = connection.prepare('DELETE FROM claims WHERE session_id = ? AND request = ?');
  const sharedOf = connection.prepare('SELECT request FROM claims WHERE session_id = ? AND shared = 1').pluck();
  const columns = [
    'request',
    'session_id',
    'message_key',
    'at',
    'model',
    'price_class',
    'basis',
    'owner',
    'reported_micros',
    'counted',
    'shared',
    ...tokenNames,
  ] as const;
  const put = connection.prepare(
    `INSERT OR REPLACE INTO claims (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );

  const putClaim = (claim: ClaimRow) => put.run(columns.map((name) => claim[name]));

  return (context) => {
    const claims = new Map<string, Map<number, ClaimRow>>();
    const again = new Set<string>();
    const dropped: ClaimRow[] = [];
    return {
      add(session, fact) {
        noteContext(session, fact);
        const request = toRequestId(context.agent, fact.key);
        take(toClaim(request, session.row.id, fact));
      },
      adopt(session, claim) {
        take({ ...claim, session_id: session.row.id, counted: 1, shared: 0 });
      },
      drop(session) {
        dropped.push(...(ofSession.all(session.row.id) as ClaimRow[]));
      },
      reelect(session) {
        for (const request of sharedOf.all(session.row.id) as string[]) again.add(request);
      },
      flush(ledger) {
        for (const claim of dropped) {
          ledger.post(context.book.byId(claim.session_id), claim, -1);
          remove.run(claim.session_id, claim.request);
          if (claim.shared === 1) again.add(claim.request);
        }
        for (const request of again) settle(request, claims.get(request), ledger);
        for (const [request, added] of claims) {
          if (!again.has(request)) settle(request, added, ledger);
        }
      },
    };

    function take(claim: ClaimRow): void {
      const known = entryOf(claims, claim.request, () => new Map<number, ClaimRow>());
      const other = known.get(claim.session_id);
      known.set(claim.session_id, other ? mergeClaims(other, claim) : claim);
    }

    function settle(request: string, added: Map<number, ClaimRow> | undefined, ledger: UsageLedger): void {
      if (added?.size === 1 && isKnown.get(request) === undefined) {
        for (const claim of added.values()) {
          ledger.post(context.book.byId(claim.session_id), claim, 1);
          putClaim(claim);
        }
        return;
      }
      const stored = ofRequest.all(request) as ClaimRow[];
      const group = new Map(stored.map((claim) => [claim.session_id, claim]));
      for (const claim of added?.values() ?? []) {
        const known = group.get(claim.session_id);
        group.set(claim.session_id, known ? mergeClaims(known, claim) : claim);
      }
      const shared = group.size > 1 ? 1 : 0;
      const elected = shared === 1 ? electOwner([...group.values()].map(toCandidate))?.claim.session_id : undefined;
      for (const [sessionId, merged] of group) {
        const before = stored.find((claim) => claim.session_id === sessionId);
        const counted = shared === 0 || sessionId === elected ? 1 : 0;
        const claim = merged.counted === counted && merged.shared === shared ? merged : { ...merged, counted, shared };
        if (claim === before) continue;
        const session = context.book.byId(sessionId);
        if (before) ledger.post(session, before, -1);
        ledger.post(session, claim, 1);
        putClaim(claim);
      }
    }

    function toCandidate(claim: ClaimRow): Candidate & { claim: ClaimRow } {
      const { native, first_at, root_id } = context.book.byId(claim.session_id).row;
      const { machine, path } = place(root_id);
      return { claim, owner: claim.owner, at: claim.at, native, firstAt: first_at, machine, root: path };
    }
  };
}

/** Prompt size of the latest request; compared by value, so the order of reading does not matter. */
function noteContext(session: SessionDraft, fact: RequestFact): void {
  const { row } = session;
  const { input, cacheRead, cacheWrite5m, cacheWrite1h } = fact.tokens;
  const size = input + cacheRead + cacheWrite5m + cacheWrite1h;
  const at = fact.at ?? 0;
  const { offset } = fact.span;
  if (size === 0) return;
  const order = at - row.context_at || offset - row.context_offset || size - (row.context_tokens ?? 0);
  if (order <= 0) return;
  row.context_tokens = size;
  row.context_at = at;
  row.context_offset = offset;
}
