import Type, { type Static } from 'typebox';
import { TokenUsage } from './usage.ts';
import { AgentUsage, ModelUsage, ProjectUsage, UnpricedModel, UsageFigures } from './usage-figures.ts';

export const UsageGranularity = Type.Union([
  Type.Literal('hour'),
  Type.Literal('day'),
  Type.Literal('week'),
  Type.Literal('month'),
]);
export type UsageGranularity = Static<typeof UsageGranularity>;

export const Weekday = Type.Union([
  Type.Literal('monday'),
  Type.Literal('tuesday'),
  Type.Literal('wednesday'),
  Type.Literal('thursday'),
  Type.Literal('friday'),
  Type.Literal('saturday'),
  Type.Literal('sunday'),
]);
export type Weekday = Static<typeof Weekday>;

const cost = {
  /** Dollars, the same as `cost`. */
  totalCost: Type.Number(),
};

/** One period of the granularity asked for; rows without usage are left out. */
export const UsageRow = Type.Intersect([
  UsageFigures,
  Type.Object({
    ...cost,
    /** Day (YYYY-MM-DD), first day of a week or a month, or hour (YYYY-MM-DDTHH:00+HH:MM), in the zone. */
    date: Type.String(),
    /** ISO 8601 UTC; the period is [from, to), cut at the edges of the range asked for. */
    from: Type.String(),
    to: Type.String(),
    /** Sorted by name. */
    modelsUsed: Type.Array(Type.String()),
    modelBreakdowns: Type.Array(Type.Intersect([ModelUsage, Type.Object({ modelName: Type.String() })])),
    projectBreakdowns: Type.Array(ProjectUsage),
    agentBreakdowns: Type.Array(AgentUsage),
  }),
]);
export type UsageRow = Static<typeof UsageRow>;

/** The range right before, of as many days. */
export const UsageComparison = Type.Object({
  priorFrom: Type.String(),
  priorTo: Type.String(),
  priorTotalCost: Type.Number(),
  priorTotalCostMicros: Type.Integer(),
  priorTotalTokens: Type.Integer(),
  /** A fraction of the prior cost; 0 when that was 0. */
  deltaPct: Type.Number(),
});
export type UsageComparison = Static<typeof UsageComparison>;

/** Which prices a report was made with. */
export const PriceProvenance = Type.Object({
  source: Type.String(),
  /** Day the prices were taken, YYYY-MM-DD. */
  date: Type.String(),
  /** ISO 8601 UTC of the last refresh at run time, when that is on. */
  refreshedAt: Type.Optional(Type.String()),
  /** Models whose price the user's configuration sets. */
  overrides: Type.Array(Type.String()),
});
export type PriceProvenance = Static<typeof PriceProvenance>;

/** Usage of a range of days: what agentsview answers, with exact money and the evidence beside it. */
export const UsageSummary = Type.Object({
  /** First and last day, YYYY-MM-DD, both included, in `timezone`. */
  from: Type.String(),
  to: Type.String(),
  timezone: Type.String(),
  granularity: UsageGranularity,
  weekStart: Weekday,
  totals: Type.Intersect([
    UsageFigures,
    Type.Object({
      ...cost,
      /** What cache reads saved minus what cache writes cost more than plain input; may be negative. */
      cacheSavings: Type.Number(),
      cacheSavingsMicros: Type.Integer(),
      /** Tokens by the evidence they rest on. */
      basis: Type.Object({ counted: TokenUsage, reported: TokenUsage, estimated: TokenUsage }),
    }),
  ]),
  /** Oldest first. Named so for every granularity. */
  daily: Type.Array(UsageRow),
  /** Dearest first, then by name. */
  projectTotals: Type.Array(ProjectUsage),
  modelTotals: Type.Array(ModelUsage),
  agentTotals: Type.Array(AgentUsage),
  /** Sessions with a request that counts in the range. */
  sessionCounts: Type.Object({
    total: Type.Integer(),
    byProject: Type.Record(Type.String(), Type.Integer()),
    byAgent: Type.Record(Type.String(), Type.Integer()),
  }),
  cacheStats: Type.Object({
    cacheReadTokens: Type.Integer(),
    cacheCreationTokens: Type.Integer(),
    uncachedInputTokens: Type.Integer(),
    outputTokens: Type.Integer(),
    /** Reads of reads and uncached input; 0 when there is neither. */
    hitRate: Type.Number(),
    savingsVsUncached: Type.Number(),
    savingsVsUncachedMicros: Type.Integer(),
  }),
  comparison: Type.Optional(UsageComparison),
  /** Requests without a time: in the totals of the whole archive only, never in a range. */
  untimed: Type.Optional(UsageFigures),
  unpriced: Type.Array(UnpricedModel),
  prices: PriceProvenance,
});
export type UsageSummary = Static<typeof UsageSummary>;
