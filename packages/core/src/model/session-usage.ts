import Type, { type Static } from 'typebox';
import { TokenUsage, UsageBasis } from './usage.ts';
import { ModelUsage, UnpricedModel, UsageFigures } from './usage-figures.ts';

/** A session in a range of days, for lists by cost. */
export const SessionUsageRow = Type.Intersect([
  UsageFigures,
  Type.Object({
    sessionId: Type.String(),
    /** Title, else the project. */
    displayName: Type.String(),
    agent: Type.String(),
    project: Type.String(),
    cwd: Type.Optional(Type.String()),
    /** The session's parent, when it is a subagent's. */
    parentId: Type.Optional(Type.String()),
    /** ISO 8601 UTC of the session's first and last record. */
    startedAt: Type.Optional(Type.String()),
    lastAt: Type.Optional(Type.String()),
    /** ISO 8601 UTC of the first and last request in the range. */
    firstActivity: Type.Optional(Type.String()),
    lastActivity: Type.Optional(Type.String()),
    modelBreakdowns: Type.Array(Type.Intersect([ModelUsage, Type.Object({ modelName: Type.String() })])),
  }),
]);
export type SessionUsageRow = Static<typeof SessionUsageRow>;

const share = Type.Intersect([UsageFigures, Type.Object({ modelBreakdowns: Type.Array(ModelUsage) })]);

/** What one session used over its whole life. */
export const SessionUsage = Type.Object({
  sessionId: Type.String(),
  /** Requests that count here. */
  own: share,
  /** `own` and everything below it, each request once. */
  withSubagents: share,
  /** Requests this session's records repeat and another session counts: copies of a fork or a resumed session. */
  countedElsewhere: UsageFigures,
  /** Every session below this one, oldest first. */
  subagents: Type.Array(
    Type.Intersect([
      UsageFigures,
      Type.Object({
        sessionId: Type.String(),
        parentId: Type.String(),
        displayName: Type.String(),
        agentType: Type.Optional(Type.String()),
      }),
    ]),
  ),
  /** What the agent itself said the session cost, in micro-dollars. */
  reportedCostMicros: Type.Optional(Type.Integer()),
  unpriced: Type.Array(UnpricedModel),
});
export type SessionUsage = Static<typeof SessionUsage>;

/** One model request of a session. */
export const RequestUsage = Type.Object({
  /** ISO 8601 UTC; absent when no record has a time. */
  at: Type.Optional(Type.String()),
  sessionId: Type.String(),
  messageKey: Type.Optional(Type.String()),
  model: Type.String(),
  priceClass: Type.String(),
  tokens: TokenUsage,
  basis: UsageBasis,
  /** Absent when the model has no known price. */
  cost: Type.Optional(Type.Number()),
  costMicros: Type.Optional(Type.Integer()),
  reportedCostMicros: Type.Optional(Type.Integer()),
  /** The session that counts the request, when it is another. */
  countedIn: Type.Optional(Type.String()),
});
export type RequestUsage = Static<typeof RequestUsage>;

/** A step of the cumulative curve: everything up to and with `at`. */
export const CostPoint = Type.Object({
  at: Type.String(),
  cost: Type.Number(),
  costMicros: Type.Integer(),
  totalTokens: Type.Integer(),
  outputTokens: Type.Integer(),
  requests: Type.Integer(),
});
export type CostPoint = Static<typeof CostPoint>;

/** Cumulative cost of a session over time; it only ever rises, whatever restarts in between. */
export const CostSeries = Type.Object({
  sessionId: Type.String(),
  includesSubagents: Type.Boolean(),
  /** Ascending, the last one is the total. Thinned evenly when there are more requests than points asked for. */
  points: Type.Array(CostPoint),
  /** Requests without a time; they are in no point. */
  untimed: UsageFigures,
  unpricedTokens: Type.Integer(),
});
export type CostSeries = Static<typeof CostSeries>;
