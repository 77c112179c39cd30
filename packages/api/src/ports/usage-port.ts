import type {
  CostSeries,
  CostSeriesQuery,
  Page,
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

/** JSON of a T, made where the T was: a year of usage is large, and the thread that serves others only passes it on. */
export type JsonText<T extends object> = string & { readonly jsonOf?: T };

/**
 * Reports of usage. `undefined` means there is no such session. Days, zones and ranges that are none throw
 * BELFRY_BAD_REQUEST, a cursor that cannot be read BELFRY_CURSOR_INVALID.
 */
export interface UsagePort {
  summary(query: UsageSummaryQuery): Promise<JsonText<UsageSummary>>;
  sessions(query: UsageSessionsQuery): Promise<JsonText<Page<SessionUsageRow>>>;
  blocks(query: UsageBlocksQuery): Promise<JsonText<UsageBlocks>>;
  quota(query: QuotaQuery): Promise<JsonText<QuotaReport>>;
  session(id: string): Promise<JsonText<SessionUsage> | undefined>;
  requests(id: string, query: SessionRequestsQuery): Promise<JsonText<Page<RequestUsage>> | undefined>;
  series(id: string, query: CostSeriesQuery): Promise<JsonText<CostSeries> | undefined>;
}
