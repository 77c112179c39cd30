import Type, { type Static } from 'typebox';
import { UsageBasis } from './usage.ts';

/** Tokens of some requests, under the names ccusage and agentsview made known. */
export const TokenFigures = Type.Object({
  /** Uncached input. */
  inputTokens: Type.Integer(),
  /** Reasoning included. */
  outputTokens: Type.Integer(),
  /** All cache writes. */
  cacheCreationTokens: Type.Integer(),
  cacheReadTokens: Type.Integer(),
  /** The part of `cacheCreationTokens` kept for an hour, which costs more. */
  cacheCreation1hTokens: Type.Integer(),
  /** The part of `outputTokens` nobody saw. */
  reasoningTokens: Type.Integer(),
  webSearches: Type.Integer(),
  /** Input, output, cache writes and cache reads. */
  totalTokens: Type.Integer(),
  requests: Type.Integer(),
});
export type TokenFigures = Static<typeof TokenFigures>;

/**
 * What tokens cost at the prices valid when they were used. Unpriced tokens are in no cost; agents' own
 * figures stand beside it and are never mixed in.
 */
export const CostFigures = Type.Object({
  /** Dollars; `costMicros` as a number people know from other tools. */
  cost: Type.Number(),
  /** Micro-dollars, rounded once from an exact sum. */
  costMicros: Type.Integer(),
  /** Tokens whose model has no known price; 0 means the cost is whole. */
  unpricedTokens: Type.Integer(),
  /** What the agents themselves said that the requests of `reportedCostRequests` cost. */
  reportedCostMicros: Type.Integer(),
  reportedCostRequests: Type.Integer(),
  /** What requests cost that have no figure of the agent's own; with `reportedCostMicros` it is the cost in ccusage's mode `auto`. */
  unreportedCostMicros: Type.Integer(),
});
export type CostFigures = Static<typeof CostFigures>;

/** Tokens, what they cost, and how sure that is: `certainty` is the weakest evidence any of them rests on. */
export const UsageFigures = Type.Intersect([TokenFigures, CostFigures, Type.Object({ certainty: UsageBasis })]);
export type UsageFigures = Static<typeof UsageFigures>;

export const ModelUsage = Type.Intersect([UsageFigures, Type.Object({ model: Type.String() })]);
export type ModelUsage = Static<typeof ModelUsage>;

export const ProjectUsage = Type.Intersect([UsageFigures, Type.Object({ project: Type.String() })]);
export type ProjectUsage = Static<typeof ProjectUsage>;

export const AgentUsage = Type.Intersect([UsageFigures, Type.Object({ agent: Type.String() })]);
export type AgentUsage = Static<typeof AgentUsage>;

/** A model no price was found for, and why. */
export const UnpricedModel = Type.Object({
  /** As the agent wrote it; empty when no record names one. */
  model: Type.String(),
  priceClass: Type.String(),
  /**
   * `unknown`: no price bears the name · `ambiguous`: several different prices do · `price-class`: the model has
   * prices, but none for this service class · `time`: no price was valid yet · `web-search`: only searches have none.
   */
  reason: Type.Union([
    Type.Literal('unknown'),
    Type.Literal('ambiguous'),
    Type.Literal('price-class'),
    Type.Literal('time'),
    Type.Literal('web-search'),
  ]),
  /** What the name may mean, when `reason` is `ambiguous`. */
  candidates: Type.Optional(Type.Array(Type.String())),
  totalTokens: Type.Integer(),
  requests: Type.Integer(),
});
export type UnpricedModel = Static<typeof UnpricedModel>;
