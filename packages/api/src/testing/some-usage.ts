import {
  aCostSeries,
  aQuotaReport,
  aRequestUsage,
  aSessionDetail,
  aSessionUsage,
  aSessionUsageRow,
  aUsageSummary,
  someUsageBlocks,
} from '@belfry/core/testing';
import type { JsonText, UsagePort } from '../ports/usage-port.ts';

export interface SomeUsage extends UsagePort {
  /** What was asked, newest last. */
  asked: unknown[];
}

/** Reports over one request of one session, for tests of what the routes do with questions and answers. */
export function someUsage(): SomeUsage {
  const asked: unknown[] = [];
  const { id: known } = aSessionDetail();
  const answer = async <T extends object>(question: unknown, report: T): Promise<JsonText<T>> => {
    asked.push(question);
    return JSON.stringify(report);
  };
  const ofSession = async <T extends object>(id: string, question: unknown, report: T) =>
    id === known ? answer(question, report) : undefined;
  return {
    asked,
    summary: (query) => answer(query, aUsageSummary()),
    sessions: (query) => answer(query, { items: [aSessionUsageRow()], total: 1 }),
    blocks: (query) => answer(query, someUsageBlocks()),
    quota: (query) => answer(query, aQuotaReport()),
    session: (id) => ofSession(id, id, aSessionUsage()),
    requests: (id, query) => ofSession(id, query, { items: [aRequestUsage()], total: 1 }),
    series: (id, query) => ofSession(id, query, aCostSeries()),
  };
}
