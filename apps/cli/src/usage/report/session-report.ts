import type { ModelUsage, SessionUsageRow, UsageFigures } from '@belfry/core';
import type { UsageReports } from '@belfry/usage';
import type { ReportRequest } from '../options/report-request.ts';
import { toFilter } from './period-report.ts';
import { addFigures, addModels } from './sum-figures.ts';

/** A session with its subagents, in the range asked for. */
export interface SessionRow {
  agent: string;
  /** The agent's own id. */
  native: string;
  project: string;
  /** The folder Claude Code keeps the session in, as its name tells. */
  slug: string;
  title: string;
  figures: UsageFigures;
  models: readonly ModelUsage[];
  /** ISO 8601 UTC of its first and last request in the range. */
  firstActivity?: string;
  lastActivity?: string;
}

const pageSize = 1000;

/** Sessions by cost, dearest first; subagents count in the session that called them, as ccusage counts them. */
export function collectSessions(reports: UsageReports, request: ReportRequest): SessionRow[] {
  const rows = new Map<string, SessionRow>();
  for (const row of readAll(reports, request)) {
    const { agent, native } = toRoot(row.sessionId);
    const key = `${agent}:${native}`;
    const own = toSessionRow(row, agent, native);
    const known = rows.get(key);
    rows.set(key, known === undefined ? own : merge(known, own, row.sessionId === key));
  }
  const sorted = [...rows.values()].sort(
    (a, b) =>
      b.figures.costMicros - a.figures.costMicros ||
      b.figures.totalTokens - a.figures.totalTokens ||
      (a.native < b.native ? -1 : 1),
  );
  return sorted;
}

/** Every session with usage in the range, subagents apart. */
export function readAll(reports: UsageReports, request: ReportRequest, day?: string): SessionUsageRow[] {
  const filter = { ...toFilter(request), ...(day === undefined ? {} : { all: false, from: day, to: day }) };
  const rows: SessionUsageRow[] = [];
  let cursor: string | undefined;
  do {
    const page = reports.sessions({ ...filter, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) });
    rows.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return rows;
}

/** Claude Code names the folder of a session after its working directory. */
export function toSlug(cwd: string | undefined): string {
  return cwd === undefined ? 'unknown' : cwd.replace(/[^A-Za-z0-9]/g, '-');
}

function toRoot(sessionId: string): { agent: string; native: string } {
  const colon = sessionId.indexOf(':');
  const native = sessionId.slice(colon + 1);
  const slash = native.indexOf('/');
  return { agent: sessionId.slice(0, colon), native: slash < 0 ? native : native.slice(0, slash) };
}

function toSessionRow(row: SessionUsageRow, agent: string, native: string): SessionRow {
  return {
    agent,
    native,
    project: row.project,
    slug: toSlug(row.cwd),
    title: row.displayName,
    figures: row,
    models: row.modelBreakdowns,
    ...(row.firstActivity === undefined ? {} : { firstActivity: row.firstActivity }),
    ...(row.lastActivity === undefined ? {} : { lastActivity: row.lastActivity }),
  };
}

function merge(a: SessionRow, b: SessionRow, isRoot: boolean): SessionRow {
  const { project, slug, title } = isRoot ? b : a;
  const first = earlier(a.firstActivity, b.firstActivity);
  const last =
    a.lastActivity === undefined || (b.lastActivity ?? '') > a.lastActivity ? b.lastActivity : a.lastActivity;
  return {
    ...a,
    project,
    slug,
    title,
    figures: addFigures(a.figures, b.figures),
    models: addModels(a.models, b.models),
    ...(first === undefined ? {} : { firstActivity: first }),
    ...(last === undefined ? {} : { lastActivity: last }),
  };
}

function earlier(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || (b !== undefined && b < a) ? b : a;
}
