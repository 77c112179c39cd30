import type { RequestFact } from '@belfry/core';
import { tokenColumns, toTokenColumns } from '../tables/token-columns.ts';
import type { ClaimRow } from '../tables/usage.ts';
import { compareText } from './source-order.ts';

/** The claim one record makes. */
export function toClaim(request: string, sessionId: number, fact: RequestFact): ClaimRow {
  return {
    request,
    session_id: sessionId,
    message_key: fact.messageKey ?? null,
    at: fact.at ?? null,
    model: fact.model ?? '',
    price_class: fact.priceClass,
    basis: fact.basis,
    owner: fact.owner ?? null,
    reported_micros: fact.reportedCostMicros ?? null,
    counted: 1,
    shared: 0,
    ...toTokenColumns(fact.tokens),
  };
}

/**
 * Two records of one request in one session: the one with the most output counts, the time is the earliest, the
 * cost the agent told the highest.
 * Chosen by value alone, hence in any order with the same result. Returns `a` itself when `b` adds nothing.
 */
export function mergeClaims(a: ClaimRow, b: ClaimRow): ClaimRow {
  const isBetter = compareTokens(b, a) > 0;
  const at = a.at === null ? b.at : b.at === null ? a.at : Math.min(a.at, b.at);
  const message_key = smaller(a.message_key, b.message_key);
  const owner = smaller(a.owner, b.owner);
  const reported_micros = larger(a.reported_micros, b.reported_micros);
  const merged = { at, message_key, owner, reported_micros };
  if (!isBetter && Object.entries(merged).every(([name, value]) => a[name as keyof typeof merged] === value)) return a;
  const { request, session_id, counted, shared } = a;
  return { ...(isBetter ? b : a), request, session_id, counted, shared, ...merged };
}

const basisRank = { counted: 2, reported: 1, estimated: 0 };

function compareTokens(a: ClaimRow, b: ClaimRow): number {
  const byBasis = basisRank[a.basis] - basisRank[b.basis];
  if (byBasis !== 0 || a.output !== b.output) return byBasis || a.output - b.output;
  for (const [column] of tokenColumns) {
    if (a[column] !== b[column]) return a[column] - b[column];
  }
  return compareText(a.model, b.model) || compareText(a.price_class, b.price_class);
}

function smaller(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return compareText(a, b) <= 0 ? a : b;
}

function larger(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
