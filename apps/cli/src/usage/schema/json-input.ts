import type { UsageReports } from '@belfry/usage';
import type { Freshness } from '../gather/gather-usage.ts';
import type { ReportRequest } from '../options/report-request.ts';

/** What a report is printed from. */
export interface JsonInput {
  reports: UsageReports;
  request: ReportRequest;
  freshness: Freshness;
  /** Agents belfry reads. */
  agents: readonly string[];
}
