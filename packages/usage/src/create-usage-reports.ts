import { systemClock, type UsageSource } from '@belfry/core';
import { inferBlocks } from './blocks.ts';
import { createDayCells } from './day-cells.ts';
import { resolveDayRange } from './day-range.ts';
import { createPricedSeries } from './priced-series.ts';
import { toQuotaReport } from './quota/quota-report.ts';
import { listSessionUsage } from './session-list.ts';
import { listRequests, priceRequests, toCostSeries } from './session-requests.ts';
import { toSessionUsage } from './session-usage.ts';
import { summarize } from './summary.ts';
import type { UsageReportDeps, UsageReports } from './usage-reports.ts';

/**
 * Reports over a source. Keeps what it has read of each day until the day changes, so one instance should live as
 * long as its source.
 */
export function createUsageReports(
  source: UsageSource,
  { pricer, clock = systemClock }: UsageReportDeps,
): UsageReports {
  const days = createDayCells(source);
  const parts = { source, pricer, days, priced: createPricedSeries(source, days, pricer) };
  const rangeOf = (query: Parameters<typeof resolveDayRange>[0]) =>
    resolveDayRange(query, { nowMs: clock.now(), firstMs: days.firstMs });
  return {
    summary: (query) => summarize(parts, rangeOf(query), query),
    sessions: (query) => listSessionUsage(parts, rangeOf(query), query),
    blocks: (query) => inferBlocks(parts, rangeOf(query), { query, nowMs: clock.now() }),
    quota: (query) => toQuotaReport(parts, query, clock.now()),
    session(id) {
      const session = source.session(id);
      return session && toSessionUsage(parts, session);
    },
    requests(id, query) {
      const session = source.session(id);
      if (session === undefined) return undefined;
      const { includeSubagents = false } = query;
      return listRequests(priceRequests(parts, session, { includeSubagents }), query);
    },
    series(id, query) {
      const session = source.session(id);
      if (session === undefined) return undefined;
      const { includeSubagents = true } = query;
      return toCostSeries(session, priceRequests(parts, session, { includeSubagents }), query);
    },
  };
}
