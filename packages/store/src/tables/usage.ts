import type { UsageBasis } from '@belfry/core';
import type { TokenColumns } from './token-columns.ts';

/** A session's claim to a model request; of all claims to one request exactly one is counted. */
export interface ClaimRow extends TokenColumns {
  /** `toRequestId` of agent and key: short, because it is indexed over everything. */
  request: string;
  session_id: number;
  message_key: string | null;
  /** Earliest record. */
  at: number | null;
  /** Empty when no record names one. */
  model: string;
  price_class: string;
  basis: UsageBasis;
  /** Native id of the session the record itself names. */
  owner: string | null;
  counted: number;
  /** Other sessions claim it too. */
  shared: number;
}

/** Counted claims by quarter of an hour since 1970 UTC; quarter 0 holds those without a time. */
export interface UsageByQuarterRow extends TokenColumns {
  quarter: number;
  agent: string;
  project: string;
  model: string;
  price_class: string;
  basis: UsageBasis;
  requests: number;
}

/** Claims of a session, those that count here apart from those that count elsewhere. */
export interface UsageBySessionRow extends TokenColumns {
  session_id: number;
  counted: number;
  model: string;
  price_class: string;
  basis: UsageBasis;
  requests: number;
}

/** Zero or empty where the agent said nothing. */
export interface QuotaSampleRow {
  agent: string;
  limit_name: string;
  at: number;
  machine: string;
  used_percent: number;
  window_minutes: number;
  resets_at: number;
  plan: string;
}
