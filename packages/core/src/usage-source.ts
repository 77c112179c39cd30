import type { QuotaSample } from './model/quota.ts';
import type { TokenUsage, UsageBasis } from './model/usage.ts';

/** What requests of one sum have in common. */
export interface UsageSeries {
  agent: string;
  project: string;
  /** Empty when no record names one. */
  model: string;
  priceClass: string;
  /** See `toPromptStep`. */
  promptOver: number;
  basis: UsageBasis;
  /** The agent said itself what each of these requests cost. */
  hasReportedCost: boolean;
}

/** Numbers of one cell, in the order they stand in `UsageCells`. */
export const cellFields = [
  'quarter',
  'series',
  'session',
  'firstAt',
  'lastAt',
  'requests',
  'input',
  'output',
  'reasoning',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'webSearches',
  'reportedCostMicros',
] as const;

/**
 * Sums of counted requests by quarter of an hour, session and series: `cellFields` numbers a cell, one cell after
 * another, ascending by quarter. A quarter is counted from 1970 UTC; `firstAt` and `lastAt` are those of the cell's
 * requests, in ms. Several cells may be of the same quarter, session and series.
 */
export type UsageCells = Float64Array;

/** A session as reports name it. `key` is the source's own number for it. */
export interface UsageSession {
  key: number;
  /** Public id. */
  id: string;
  agent: string;
  project: string;
  title: string;
  cwd?: string;
  parentId?: string;
  agentType?: string;
  /** ISO 8601 UTC. */
  startedAt?: string;
  lastAt?: string;
  reportedCostMicros?: number;
}

/** One request of a session, counted there or not. */
export interface UsageRequest {
  session: number;
  at?: number;
  messageKey?: string;
  model: string;
  priceClass: string;
  basis: UsageBasis;
  tokens: TokenUsage;
  reportedCostMicros?: number;
  /** Public id of the session that counts it, when it is another. */
  countedIn?: string;
}

/**
 * Where reports take their numbers from: an archive, or a tally of facts at hand. Days are UTC days since 1970; a
 * report asks for whole days, keeps what it got, and asks again only for days whose version has changed.
 */
export interface UsageSource {
  /** Days in [from, to) that have usage, ascending, with their versions. */
  days(from: number, to: number): { day: number; version: number }[];
  /** A new array, the caller's to change. */
  cells(day: number): UsageCells;
  /** Requests without a time; their quarter is 0. */
  untimed(): UsageCells;
  /** By the number cells have. */
  series(id: number): UsageSeries;
  /** Those of the keys that are known. */
  sessions(keys: readonly number[]): UsageSession[];
  /** By public id. */
  session(id: string): UsageSession | undefined;
  /** Sessions below a session, at any depth, each after its parent, oldest first. */
  descendants(key: number): UsageSession[];
  /** In order of time, those without one last. */
  requests(key: number): UsageRequest[];
  /** Samples from `from` on (ms), ascending by time. */
  quotaSamples(from: number, agents?: readonly string[]): QuotaSample[];
}
