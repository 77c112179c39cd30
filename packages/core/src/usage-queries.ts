import type { UsageGranularity, Weekday } from './model/usage-summary.ts';

/** A range of days in a zone, and filters; lists mean "any of", what is excluded stays out whatever includes it. */
export interface UsageFilter {
  /** First and last day, YYYY-MM-DD, both included; default the 30 days up to today. */
  from?: string;
  to?: string;
  /** From the first request to the last, whatever `from` says; a `to` still ends it. */
  all?: boolean;
  /** IANA name; default UTC. */
  timezone?: string;
  agent?: string[];
  project?: string[];
  /** As the records name them. */
  model?: string[];
  excludeAgent?: string[];
  excludeProject?: string[];
  excludeModel?: string[];
}

export interface UsageSummaryQuery extends UsageFilter {
  /** Default `day`. */
  granularity?: UsageGranularity;
  /** Default `monday`. */
  weekStart?: Weekday;
  /** `false` leaves the breakdowns of each row empty. */
  breakdowns?: boolean;
}

export interface UsageSessionsQuery extends UsageFilter {
  /** Default `cost`; `recent` is by the last request in the range. */
  sort?: 'cost' | 'tokens' | 'recent';
  /** Public ids: only these, each with everything below it in its one row. */
  session?: string[];
  cursor?: string;
  /** 1 to 1000, default 20. */
  limit?: number;
}

export interface UsageBlocksQuery extends Pick<UsageFilter, 'from' | 'to' | 'all' | 'timezone'> {
  /** Default `claude`. */
  agent?: string;
  /** A multiple of a quarter, default 5. */
  sessionHours?: number;
  /** Adds `tokenLimitStatus` to the active block. */
  tokenLimit?: number;
  /** Only the block that runs now. */
  active?: boolean;
}

export interface QuotaQuery {
  agent?: string[];
  /** Day in `timezone` or instant; default 7 days ago. */
  from?: string;
  /** Day in `timezone`, included, or instant; default now. */
  to?: string;
  timezone?: string;
  /** Samples of each window at most, default 500. */
  points?: number;
}

export interface SessionRequestsQuery {
  includeSubagents?: boolean;
  cursor?: string;
  /** 1 to 1000, default 200. */
  limit?: number;
}

export interface CostSeriesQuery {
  /** Default `true`. */
  includeSubagents?: boolean;
  /** At most so many, default 500. */
  points?: number;
}
