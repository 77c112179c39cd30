import type { ModelUsage, UsageFigures } from '@belfry/core';
import type { PeriodReport } from '../report/period-report.ts';
import type { SessionRow } from '../report/session-report.ts';
import { periodNames } from './ccusage-periods.ts';
import type { CcusageStyle } from './ccusage-row.ts';
import { costIn } from './cost.ts';

/** Numbers of `ccusage codex …`, which has names of its own for cost and models. */
export function toCodexNumbers(figures: UsageFigures, { costMode, showsCost }: CcusageStyle): object {
  return { ...toCodexTokens(figures), ...(showsCost ? { costUSD: costIn(costMode, figures) } : {}) };
}

export function toCodexPeriods({ kind, rows }: PeriodReport, style: CcusageStyle): object[] {
  return rows.map((row) => ({
    [periodNames[kind]]: row.period,
    ...toCodexNumbers(row.figures, style),
    models: toCodexModels(row.models),
  }));
}

/** `sessionFile` and `directory` are left out: belfry names sessions by the agent's id, wherever the file lies. */
export function toCodexSessions(rows: readonly SessionRow[], style: CcusageStyle): object[] {
  return rows.map((row) => ({
    sessionId: row.native,
    ...toCodexNumbers(row.figures, style),
    lastActivity: row.lastActivity,
    models: toCodexModels(row.models),
  }));
}

function toCodexModels(models: readonly ModelUsage[]): object {
  return Object.fromEntries(models.map((usage) => [usage.model, { ...toCodexTokens(usage), isFallback: false }]));
}

function toCodexTokens(figures: UsageFigures) {
  return {
    inputTokens: figures.inputTokens,
    cacheReadTokens: figures.cacheReadTokens,
    cacheCreationTokens: figures.cacheCreationTokens,
    outputTokens: figures.outputTokens,
    reasoningOutputTokens: figures.reasoningTokens,
    totalTokens: figures.totalTokens,
  };
}
