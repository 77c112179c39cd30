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
  /** What the agent said the request cost, in micro-dollars. */
  reported_micros: number | null;
  counted: number;
  /** Other sessions claim it too. */
  shared: number;
}

/** What the requests of one sum have in common. Rows are never changed, and stay when nothing is theirs any more. */
export interface UsageSeriesRow {
  id: number;
  agent: string;
  project: string;
  model: string;
  price_class: string;
  /** Of core's `promptSteps` the largest that the prompt exceeds, else 0. */
  prompt_over: number;
  basis: UsageBasis;
  /** Whether the agent said what each request cost. */
  reported: number;
}

/** Sums of requests. */
export interface UsageSums extends TokenColumns {
  requests: number;
  reported_micros: number;
}

/** Counted claims by session and quarter of an hour since 1970 UTC; quarter 0 holds those without a time. */
export interface SessionUsageRow extends UsageSums {
  quarter: number;
  session_id: number;
  series: number;
  /** Of the first and last of these requests, ms; 0 without a time. */
  first_at: number;
  last_at: number;
}

/** Grows whenever a sum of the UTC day changes. */
export interface UsageDayRow {
  day: number;
  version: number;
}

/** The sums of a day that has been at rest, see `packCells`. */
export interface PackedUsageRow {
  day: number;
  cells: Uint8Array;
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
