import type {
  Clock,
  CostSeries,
  CostSeriesQuery,
  Page,
  Pricer,
  QuotaQuery,
  QuotaReport,
  RequestUsage,
  SessionRequestsQuery,
  SessionUsage,
  SessionUsageRow,
  UsageBlocks,
  UsageBlocksQuery,
  UsageSessionsQuery,
  UsageSummary,
  UsageSummaryQuery,
} from '@belfry/core';

/**
 * Every report of usage. `undefined` means there is no such session.
 * @throws BELFRY_BAD_REQUEST for an unknown zone, a day that is none, a reversed range
 */
export interface UsageReports {
  summary(query: UsageSummaryQuery): UsageSummary;
  sessions(query: UsageSessionsQuery): Page<SessionUsageRow>;
  blocks(query: UsageBlocksQuery): UsageBlocks;
  quota(query: QuotaQuery): QuotaReport;
  session(id: string): SessionUsage | undefined;
  requests(id: string, query: SessionRequestsQuery): Page<RequestUsage> | undefined;
  series(id: string, query: CostSeriesQuery): CostSeries | undefined;
}

export interface UsageReportDeps {
  pricer: Pricer;
  clock?: Clock;
}
