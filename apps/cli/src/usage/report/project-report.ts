import type { ModelUsage, UsageFigures } from '@belfry/core';
import type { UsageReports } from '@belfry/usage';
import { type PeriodKind, type ReportRequest, weekdays } from '../options/report-request.ts';
import { collectPeriods, type PeriodRow } from './period-report.ts';
import { readAll, toSlug } from './session-report.ts';
import { addFigures, addModels } from './sum-figures.ts';

/** Periods of one project. */
export interface ProjectReport {
  project: string;
  rows: PeriodRow[];
}

/**
 * Periods apart by project. `slugs`: by the folders Claude Code keeps its sessions in, as ccusage names projects;
 * several of them may be one project of belfry's, so they are summed from sessions, day by day.
 */
export function collectProjects(
  reports: UsageReports,
  request: ReportRequest,
  kind: PeriodKind,
  { slugs }: { slugs: boolean },
): ProjectReport[] {
  const wanted = request.projects;
  const { projects: _, ...everything } = request;
  if (!slugs) {
    const { summary } = collectPeriods(reports, request, kind);
    const names = summary.projectTotals.map(({ project }) => project).sort();
    return names.map((project) => ({
      project,
      rows: collectPeriods(reports, { ...request, projects: [project] }, kind).rows,
    }));
  }
  const byProject = new Map<string, Map<string, PeriodRow>>();
  for (const period of collectPeriods(reports, { ...everything, order: 'asc' }, 'daily').rows) {
    for (const row of readAll(reports, everything, period.period)) {
      const slug = toSlug(row.cwd);
      if (wanted !== undefined && !wanted.includes(slug) && !wanted.includes(row.project)) continue;
      const name = toPeriod(period.period, kind, request);
      const rows = byProject.get(slug) ?? new Map<string, PeriodRow>();
      byProject.set(slug, rows);
      rows.set(name, addTo(rows.get(name), name, row, row.modelBreakdowns, row.agent));
    }
  }
  return [...byProject]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([project, rows]) => {
      const all = [...rows.values()];
      return { project, rows: request.order === 'desc' ? all.reverse() : all };
    });
}

/** Rows of all projects together, each period once. */
export function joinProjects(projects: readonly ProjectReport[], order: 'asc' | 'desc'): PeriodRow[] {
  const rows = new Map<string, PeriodRow>();
  for (const { rows: own } of projects) {
    for (const { period, figures, models, agents } of own) {
      rows.set(period, addTo(rows.get(period), period, figures, models, agents[0]?.agent ?? ''));
    }
  }
  const sorted = [...rows.values()].sort((a, b) => (a.period < b.period ? -1 : 1));
  return order === 'desc' ? sorted.reverse() : sorted;
}

function addTo(
  known: PeriodRow | undefined,
  period: string,
  figures: UsageFigures,
  models: readonly ModelUsage[],
  agent: string,
): PeriodRow {
  const part = { agent, figures, models: [] };
  if (known === undefined) return { period, figures, models, agents: [part] };
  const isKnown = known.agents.some((one) => one.agent === agent);
  return {
    period,
    figures: addFigures(known.figures, figures),
    models: addModels(known.models, models),
    agents: isKnown ? known.agents : [...known.agents, part],
  };
}

function toPeriod(day: string, kind: PeriodKind, { weekStart }: ReportRequest): string {
  if (kind === 'daily') return day;
  if (kind === 'monthly') return day.slice(0, 7);
  const date = new Date(`${day}T00:00:00Z`);
  const first = weekdays.indexOf(weekStart);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() - first + 7) % 7));
  return date.toISOString().slice(0, 10);
}
