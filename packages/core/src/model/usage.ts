import Type, { type Static } from 'typebox';

/**
 * Tokens of one model request or a sum of them. `input` is the uncached rest;
 * cache reads and writes stand beside it; `reasoning` is a part of `output`.
 */
export const TokenUsage = Type.Object({
  input: Type.Integer(),
  output: Type.Integer(),
  reasoning: Type.Integer(),
  cacheRead: Type.Integer(),
  cacheWrite5m: Type.Integer(),
  cacheWrite1h: Type.Integer(),
  webSearches: Type.Integer(),
});
export type TokenUsage = Static<typeof TokenUsage>;

/** `counted` from a per-request record, `reported` from a total the agent printed, `estimated` otherwise. */
export const UsageBasis = Type.Union([Type.Literal('counted'), Type.Literal('reported'), Type.Literal('estimated')]);
export type UsageBasis = Static<typeof UsageBasis>;
