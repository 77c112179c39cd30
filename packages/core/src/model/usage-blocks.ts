import Type, { type Static } from 'typebox';

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** A 5-hour window guessed from when requests were made; the fields are ccusage's, ours beside them. */
export const UsageBlock = Type.Object({
  /** ISO start, or `gap-` and ISO. */
  id: Type.String(),
  startTime: Type.String(),
  endTime: Type.String(),
  /** Of the last request; null in a gap. */
  actualEndTime: nullable(Type.String()),
  isActive: Type.Boolean(),
  isGap: Type.Boolean(),
  entries: Type.Integer(),
  tokenCounts: Type.Object({
    inputTokens: Type.Integer(),
    outputTokens: Type.Integer(),
    cacheCreationInputTokens: Type.Integer(),
    cacheReadInputTokens: Type.Integer(),
  }),
  totalTokens: Type.Integer(),
  costUSD: Type.Number(),
  costMicros: Type.Integer(),
  unpricedTokens: Type.Integer(),
  models: Type.Array(Type.String()),
  /** Over the time from the first to the last request; null while that is nothing. */
  burnRate: nullable(
    Type.Object({
      tokensPerMinute: Type.Number(),
      /** Input and output only. */
      tokensPerMinuteForIndicator: Type.Number(),
      costPerHour: Type.Number(),
    }),
  ),
  /** Only of the active block. */
  projection: nullable(
    Type.Object({ totalTokens: Type.Integer(), totalCost: Type.Number(), remainingMinutes: Type.Integer() }),
  ),
  tokenLimitStatus: Type.Optional(
    Type.Object({
      limit: Type.Integer(),
      projectedUsage: Type.Integer(),
      percentUsed: Type.Number(),
      status: Type.Union([Type.Literal('ok'), Type.Literal('warning'), Type.Literal('exceeds')]),
    }),
  ),
});
export type UsageBlock = Static<typeof UsageBlock>;

export const UsageBlocks = Type.Object({
  /** These windows are guessed from activity; the official ones are in the quota report. */
  inferred: Type.Literal(true),
  agent: Type.String(),
  sessionHours: Type.Number(),
  /** Tokens of the largest finished block; what ccusage's `-t max` means. */
  maxTokens: Type.Integer(),
  /** Oldest first, gaps between them. */
  blocks: Type.Array(UsageBlock),
});
export type UsageBlocks = Static<typeof UsageBlocks>;
