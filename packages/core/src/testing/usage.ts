import type { QuotaReport } from '../model/quota-report.ts';
import type { CostSeries, RequestUsage, SessionUsage, SessionUsageRow } from '../model/session-usage.ts';
import type { UsageBlocks } from '../model/usage-blocks.ts';
import type { UsageFigures } from '../model/usage-figures.ts';
import type { UsageSummary } from '../model/usage-summary.ts';
import { someTokens } from './sessions.ts';

const model = 'claude-opus-4-8';
const sessionId = 'claude:11111111-1111-4111-8111-111111111111';
const at = '2026-01-02T03:00:00.000Z';

/** One request: 12 tokens in, 34 out, at 5 and 25 dollars per million. */
export function someFigures(figures: Partial<UsageFigures> = {}): UsageFigures {
  return {
    inputTokens: 12,
    outputTokens: 34,
    cacheCreationTokens: 0,
    cacheReadTokens: 0,
    cacheCreation1hTokens: 0,
    reasoningTokens: 0,
    webSearches: 0,
    totalTokens: 46,
    requests: 1,
    cost: 0.00091,
    costMicros: 910,
    unpricedTokens: 0,
    reportedCostMicros: 0,
    reportedCostRequests: 0,
    unreportedCostMicros: 910,
    certainty: 'counted',
    ...figures,
  };
}

export function aUsageSummary(summary: Partial<UsageSummary> = {}): UsageSummary {
  const figures = someFigures();
  const none = someTokens({ input: 0, output: 0 });
  return {
    from: '2026-01-01',
    to: '2026-01-02',
    timezone: 'UTC',
    granularity: 'day',
    weekStart: 'monday',
    totals: {
      ...figures,
      totalCost: figures.cost,
      cacheSavings: 0,
      cacheSavingsMicros: 0,
      basis: { counted: someTokens({ input: 12, output: 34 }), reported: none, estimated: none },
    },
    daily: [
      {
        ...figures,
        totalCost: figures.cost,
        date: '2026-01-02',
        from: '2026-01-02T00:00:00.000Z',
        to: '2026-01-03T00:00:00.000Z',
        modelsUsed: [model],
        modelBreakdowns: [{ ...figures, model, modelName: model }],
        projectBreakdowns: [{ ...figures, project: 'engine' }],
        agentBreakdowns: [{ ...figures, agent: 'claude' }],
      },
    ],
    projectTotals: [{ ...figures, project: 'engine' }],
    modelTotals: [{ ...figures, model }],
    agentTotals: [{ ...figures, agent: 'claude' }],
    sessionCounts: { total: 1, byProject: { engine: 1 }, byAgent: { claude: 1 } },
    cacheStats: {
      cacheReadTokens: 0,
      cacheCreationTokens: 0,
      uncachedInputTokens: 12,
      outputTokens: 34,
      hitRate: 0,
      savingsVsUncached: 0,
      savingsVsUncachedMicros: 0,
    },
    comparison: {
      priorFrom: '2025-12-30',
      priorTo: '2025-12-31',
      priorTotalCost: 0,
      priorTotalCostMicros: 0,
      priorTotalTokens: 0,
      deltaPct: 0,
    },
    unpriced: [{ model: 'model-x', priceClass: 'standard', reason: 'unknown', totalTokens: 1, requests: 1 }],
    prices: { source: 'a table', date: '2026-01-01', overrides: [] },
    ...summary,
  };
}

export function aSessionUsageRow(row: Partial<SessionUsageRow> = {}): SessionUsageRow {
  const figures = someFigures();
  return {
    ...figures,
    sessionId,
    displayName: 'Fix the flaky test',
    agent: 'claude',
    project: 'engine',
    startedAt: at,
    lastAt: at,
    firstActivity: at,
    lastActivity: at,
    modelBreakdowns: [{ ...figures, model, modelName: model }],
    ...row,
  };
}

export function aSessionUsage(usage: Partial<SessionUsage> = {}): SessionUsage {
  const figures = someFigures();
  const share = { ...figures, modelBreakdowns: [{ ...figures, model }] };
  return {
    sessionId,
    own: share,
    withSubagents: share,
    countedElsewhere: someFigures({ requests: 0 }),
    subagents: [{ ...figures, sessionId: `${sessionId}/a1`, parentId: sessionId, displayName: 'Explore' }],
    unpriced: [],
    ...usage,
  };
}

export function aRequestUsage(request: Partial<RequestUsage> = {}): RequestUsage {
  return {
    at,
    sessionId,
    messageKey: 'msg_01',
    model,
    priceClass: 'standard',
    tokens: someTokens({ input: 12, output: 34 }),
    basis: 'counted',
    cost: 0.00091,
    costMicros: 910,
    ...request,
  };
}

export function aCostSeries(series: Partial<CostSeries> = {}): CostSeries {
  const { cost, costMicros, totalTokens, outputTokens, requests } = someFigures();
  return {
    sessionId,
    includesSubagents: true,
    points: [{ at, cost, costMicros, totalTokens, outputTokens, requests }],
    untimed: someFigures({ requests: 0 }),
    unpricedTokens: 0,
    ...series,
  };
}

export function someUsageBlocks(blocks: Partial<UsageBlocks> = {}): UsageBlocks {
  return {
    inferred: true,
    agent: 'claude',
    sessionHours: 5,
    maxTokens: 46,
    blocks: [
      {
        id: at,
        startTime: at,
        endTime: '2026-01-02T08:00:00.000Z',
        actualEndTime: at,
        isActive: false,
        isGap: false,
        entries: 1,
        tokenCounts: {
          inputTokens: 12,
          outputTokens: 34,
          cacheCreationInputTokens: 0,
          cacheReadInputTokens: 0,
        },
        totalTokens: 46,
        costUSD: 0.00091,
        costMicros: 910,
        unpricedTokens: 0,
        models: [model],
        burnRate: null,
        projection: null,
      },
    ],
    ...blocks,
  };
}

export function aQuotaReport(report: Partial<QuotaReport> = {}): QuotaReport {
  const current = { at, usedPercent: 25, resetsAt: '2026-01-02T06:00:00.000Z' };
  return {
    official: true,
    windows: [
      {
        agent: 'claude',
        limit: 'five_hour',
        label: '5 h',
        windowMinutes: 300,
        current,
        isExpired: false,
        samples: [current],
        burn: { percentPerHour: 10, low: 8, high: 12, from: '2026-01-02T02:00:00.000Z', to: at, samples: 4 },
        forecast: { percentAtReset: { expected: 55, low: 49, high: 61 } },
        shares: [
          { sessionId, displayName: 'Fix', project: 'engine', percentPoints: 25, costMicros: 910, totalTokens: 46 },
        ],
        unattributedPercentPoints: 0,
      },
    ],
    ...report,
  };
}
