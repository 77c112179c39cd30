import type { RequestUsage } from '@belfry/core';
import type { UsageReports } from '@belfry/usage';
import type { ReportRequest } from '../options/report-request.ts';
import { readRequests } from './request-report.ts';
import { readAll } from './session-report.ts';

/** A request its agent told another cost of than prices make. */
export interface CostDifference {
  request: RequestUsage;
  reportedMicros: number;
  pricedMicros: number;
}

export interface CostDifferences {
  /** Requests with both costs. */
  compared: number;
  /** Largest first. */
  different: CostDifference[];
}

/** Agents round, and so do prices: what differs by less than a thousandth is the same. */
const sameShare = 0.001;

/** Where the costs agents reported differ from prices, in the days asked for. */
export function findCostDifferences(reports: UsageReports, request: ReportRequest): CostDifferences {
  const found: CostDifferences = { compared: 0, different: [] };
  for (const row of readAll(reports, request)) {
    if (row.reportedCostRequests === 0) continue;
    for (const one of readRequests(reports, row.sessionId)) {
      const { at = '', reportedCostMicros: reportedMicros, costMicros: pricedMicros } = one;
      if (reportedMicros === undefined || pricedMicros === undefined) continue;
      // A session may have begun before the days asked for, and gone on after them.
      if (at < (row.firstActivity ?? '') || at > (row.lastActivity ?? '')) continue;
      found.compared += 1;
      if (Math.abs(reportedMicros - pricedMicros) > sameShare * Math.max(reportedMicros, pricedMicros))
        found.different.push({ request: one, reportedMicros, pricedMicros });
    }
  }
  const by = ({ reportedMicros, pricedMicros }: CostDifference) => Math.abs(reportedMicros - pricedMicros);
  found.different.sort((a, b) => by(b) - by(a));
  return found;
}
