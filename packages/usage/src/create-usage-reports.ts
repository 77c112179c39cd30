import { systemClock, type UsageSource } from '@belfry/core';
import { inferBlocks } from './blocks.ts';
import { createDayCells } from './day-cells.ts';
import { type DayRange, resolveDayRange } from './day-range.ts';
import { createPricedSeries } from './priced-series.ts';
import { toQuotaReport } from './quota/quota-report.ts';
import type { ReportParts } from './report-parts.ts';
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
  const shared = {
    source,
    pricer,
    priced: createPricedSeries(source, days, pricer),
    sessionKey: (number: number) => days.sessions[number] as number,
  };
  /** A report sees the days as they are when it begins. */
  const report = <Query extends Parameters<typeof resolveDayRange>[0], Answer>(
    make: (parts: ReportParts, range: DayRange, query: Query) => Answer,
  ) => {
    return (query: Query): Answer => {
      const view = days.view();
      const { firstMs, lastMs } = view;
      const range = resolveDayRange(query, { nowMs: clock.now(), firstMs, lastMs });
      return make({ ...shared, days: view }, range, query);
    };
  };
  return {
    summary: report(summarize),
    sessions: report(listSessionUsage),
    blocks: report((parts, range, query) => inferBlocks(parts, range, { query, nowMs: clock.now() })),
    quota: (query) => toQuotaReport({ ...shared, days: days.view() }, query, clock.now()),
    session(id) {
      const session = source.session(id);
      return session && toSessionUsage(shared, session);
    },
    requests(id, query) {
      const session = source.session(id);
      if (session === undefined) return undefined;
      const { includeSubagents = false } = query;
      return listRequests(priceRequests(shared, session, { includeSubagents }), query);
    },
    series(id, query) {
      const session = source.session(id);
      if (session === undefined) return undefined;
      const { includeSubagents = true } = query;
      return toCostSeries(session, priceRequests(shared, session, { includeSubagents }), query);
    },
  };
}
