import type { UsageBlocks } from '@belfry/core';
import type { UsageReports } from '@belfry/usage';
import type { ReportRequest } from '../options/report-request.ts';

/** Inferred windows of one agent; with `--token-limit max` held against the largest finished one. */
export function readBlocks(reports: UsageReports, request: ReportRequest): UsageBlocks {
  const { blocks, from, to, timezone, agents } = request;
  const query = {
    timezone,
    sessionHours: blocks.sessionHours,
    active: blocks.activeOnly,
    ...(agents?.[0] === undefined ? {} : { agent: agents[0] }),
    ...(from === undefined ? { all: true } : { from }),
    ...(to === undefined ? {} : { to }),
  };
  const limit =
    blocks.tokenLimit === 'max' ? reports.blocks({ ...query, active: false }).maxTokens : (blocks.tokenLimit ?? 0);
  return reports.blocks({ ...query, ...(limit > 0 ? { tokenLimit: limit } : {}) });
}
