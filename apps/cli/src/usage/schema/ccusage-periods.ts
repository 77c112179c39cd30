import type { ReportRequest } from '../options/report-request.ts';
import type { PeriodReport, PeriodRow } from '../report/period-report.ts';
import { type CcusageNumbers, type CcusageStyle, toModels, toNumbers } from './ccusage-row.ts';

/** What a period is called beside `period`, in ccusage 17 and in the reports of one agent. */
export const periodNames = { daily: 'date', weekly: 'week', monthly: 'month' } as const;

/** Rows of ccusage 20 over all agents. */
export function toUnifiedRows({ kind, rows }: PeriodReport, request: ReportRequest): object[] {
  return rows.map((row) => ({
    ...toPeriodRow(row, kind, request),
    period: row.period,
    agent: 'all',
    metadata: { agents: row.agents.map(({ agent }) => agent) },
    ...(request.byAgent ? { agents: row.agents.map((part) => toAgentRow(part, request)) } : {}),
  }));
}

/** Rows of ccusage 17, and of ccusage 20 for Claude Code alone. */
export function toClaudeRows({ kind, rows }: PeriodReport, style: CcusageStyle): object[] {
  return rows.map((row) => {
    const models = toModels(row.models, style);
    // Here ccusage lists names as it lists models, dearest first; over all agents by the alphabet.
    return {
      ...toPeriodRow(row, kind, style),
      modelsUsed: models.map(({ modelName }) => modelName),
      period: row.period,
    };
  });
}

/** Totals of a report: those of its rows, so without requests that have no time, which ccusage does not count. */
export function toTotals(
  { summary }: PeriodReport,
  style: CcusageStyle,
): CcusageNumbers & { unpricedModels?: string[] } {
  const { untimed, totals, unpriced } = summary;
  const numbers = toNumbers(totals, style);
  const left = untimed === undefined ? undefined : toNumbers(untimed, style);
  const timed = left === undefined ? numbers : subtract(numbers, left);
  const names = [...new Set(unpriced.map(({ model }) => model))].sort();
  return { ...timed, ...(style.showsCost && names.length > 0 ? { unpricedModels: names } : {}) };
}

function toPeriodRow(row: PeriodRow, kind: PeriodReport['kind'], style: CcusageStyle): object {
  return {
    [periodNames[kind]]: row.period,
    ...toNumbers(row.figures, style),
    modelsUsed: row.models.map(({ model }) => model).sort(),
    modelBreakdowns: toModels(row.models, style),
  };
}

function toAgentRow({ agent, figures, models }: PeriodRow['agents'][number], style: CcusageStyle): object {
  return {
    agent,
    ...toNumbers(figures, style),
    modelsUsed: models.map(({ model }) => model).sort(),
    modelBreakdowns: toModels(models, style),
  };
}

function subtract(a: CcusageNumbers, b: CcusageNumbers): CcusageNumbers {
  const { totalCost } = a;
  return {
    inputTokens: a.inputTokens - b.inputTokens,
    outputTokens: a.outputTokens - b.outputTokens,
    cacheCreationTokens: a.cacheCreationTokens - b.cacheCreationTokens,
    cacheReadTokens: a.cacheReadTokens - b.cacheReadTokens,
    totalTokens: a.totalTokens - b.totalTokens,
    ...(totalCost === undefined
      ? {}
      : { totalCost: (Math.round(totalCost * 1e6) - Math.round((b.totalCost ?? 0) * 1e6)) / 1e6 }),
  };
}
