import type { ModelUsage, UsageFigures, UsageSummary, UsageSummaryQuery } from '@belfry/core';
import type { UsageReports } from '@belfry/usage';
import type { PeriodKind, ReportRequest, UsageScope } from '../options/report-request.ts';

/** What one agent, or all of them, used in a period. */
export interface AgentPart {
  agent: string;
  figures: UsageFigures;
  models: readonly ModelUsage[];
}

export interface PeriodRow {
  /** Day, first day of a week, or YYYY-MM. */
  period: string;
  figures: UsageFigures;
  models: readonly ModelUsage[];
  /** Agents with usage in it, by name; their models only where asked for. */
  agents: AgentPart[];
}

export interface PeriodReport {
  kind: PeriodKind;
  summary: UsageSummary;
  /** In the order asked for. */
  rows: PeriodRow[];
}

const granularities = { daily: 'day', weekly: 'week', monthly: 'month' } as const;

/** Usage by day, week or month. */
export function collectPeriods(reports: UsageReports, request: ReportRequest, kind: PeriodKind): PeriodReport {
  const query: UsageSummaryQuery = {
    ...toFilter(request),
    granularity: granularities[kind],
    weekStart: request.weekStart,
  };
  const summary = reports.summary(query);
  const modelsOf = request.byAgent ? collectModels(reports, query, summary) : () => [];
  const rows = summary.daily.map((row) => {
    const period = kind === 'monthly' ? row.date.slice(0, 7) : row.date;
    const agents = row.agentBreakdowns.map(({ agent, ...figures }) => ({
      agent,
      figures,
      models: modelsOf(agent, row.date),
    }));
    agents.sort((a, b) => (a.agent < b.agent ? -1 : 1));
    return { period, figures: row, models: row.modelBreakdowns, agents };
  });
  return { kind, summary, rows: request.order === 'desc' ? rows.reverse() : rows };
}

/** Range and filters of a request; without `--since` everything there is. */
export function toFilter({ from, to, timezone, agents, projects }: UsageScope) {
  return {
    timezone,
    ...(from === undefined ? { all: true } : { from }),
    ...(to === undefined ? {} : { to }),
    ...(agents === undefined ? {} : { agent: agents }),
    ...(projects === undefined ? {} : { project: projects }),
  };
}

/** Models of each agent in each period: a report of its own for every agent. */
function collectModels(reports: UsageReports, query: UsageSummaryQuery, { agentTotals }: UsageSummary) {
  const models = new Map<string, readonly ModelUsage[]>();
  for (const { agent } of agentTotals) {
    for (const row of reports.summary({ ...query, agent: [agent] }).daily) {
      models.set(`${agent}\n${row.date}`, row.modelBreakdowns);
    }
  }
  return (agent: string, date: string) => models.get(`${agent}\n${date}`) ?? [];
}
