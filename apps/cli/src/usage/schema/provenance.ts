import type { Freshness } from '../gather/gather-usage.ts';
import type { ReportRequest } from '../options/report-request.ts';

/** What ccusage has no word for: how the days were cut, what costs rest on, and how fresh it all is. */
export interface Provenance {
  timezone: string;
  weekStart: string;
  costMode: string;
  freshness: {
    from: Freshness['from'];
    filesRead: number;
    bytesRead: number;
    unreadable: Freshness['unreadable'];
    olderBytes: number;
    archiveProblem?: string;
  };
}

export function toProvenance({ request, freshness }: { request: ReportRequest; freshness: Freshness }): Provenance {
  const { archiveProblem, ...rest } = freshness;
  return {
    timezone: request.timezone,
    weekStart: request.weekStart,
    costMode: request.costMode,
    freshness: { ...rest, ...(archiveProblem === undefined ? {} : { archiveProblem: archiveProblem.code }) },
  };
}
