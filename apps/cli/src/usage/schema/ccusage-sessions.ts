import type { ReportRequest } from '../options/report-request.ts';
import type { SessionRow } from '../report/session-report.ts';
import { type CcusageStyle, toModels, toNumbers } from './ccusage-row.ts';

/** Rows of ccusage 20 over all agents: the session's id is the period. */
export function toUnifiedSessions(rows: readonly SessionRow[], request: ReportRequest): object[] {
  return rows.map((row) => ({
    period: row.native,
    agent: row.agent,
    ...toFigures(row, request),
    metadata: {
      ...(row.lastActivity === undefined ? {} : { lastActivity: row.lastActivity }),
      ...(row.figures.reasoningTokens > 0 ? { reasoningOutputTokens: row.figures.reasoningTokens } : {}),
    },
  }));
}

/** Rows of `ccusage claude session`, and of ccusage 17, which told days instead of instants. */
export function toClaudeSessions(
  rows: readonly SessionRow[],
  style: CcusageStyle,
  dayOf: ((instant: string) => string) | undefined,
): object[] {
  return rows.map((row) => ({
    sessionId: row.native,
    ...toFigures(row, style),
    ...(dayOf === undefined
      ? { firstActivity: row.firstActivity, lastActivity: row.lastActivity }
      : { lastActivity: row.lastActivity === undefined ? undefined : dayOf(row.lastActivity) }),
    projectPath: row.slug,
  }));
}

function toFigures(row: SessionRow, style: CcusageStyle): object {
  return {
    ...toNumbers(row.figures, style),
    modelsUsed: row.models.map(({ model }) => model).sort(),
    modelBreakdowns: toModels(row.models, style),
  };
}
