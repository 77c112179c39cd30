import type { UsageReports } from '@belfry/usage';
import type { ReportRequest } from '../options/report-request.ts';
import { collectPeriods } from './period-report.ts';
import { readAll, toSlug } from './session-report.ts';

/** `--project` may name a folder of Claude Code: the request with the projects whose sessions lie in it. */
export function withNamedProjects(reports: UsageReports, request: ReportRequest): ReportRequest {
  const { projects, ...everything } = request;
  if (projects === undefined) return request;
  const { summary } = collectPeriods(reports, { ...everything, byAgent: false }, 'monthly');
  const known = new Set(summary.projectTotals.map(({ project }) => project));
  if (projects.every((name) => known.has(name))) return request;
  const sessions = readAll(reports, everything);
  const named = projects.flatMap((name) =>
    known.has(name) ? [name] : sessions.filter(({ cwd }) => toSlug(cwd) === name).map(({ project }) => project),
  );
  // Without any the name stays, and finds nothing.
  return { ...request, projects: named.length > 0 ? [...new Set(named)] : projects };
}
