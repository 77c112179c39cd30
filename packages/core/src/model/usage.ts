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

export const noTokens: TokenUsage = Object.freeze({
  input: 0,
  output: 0,
  reasoning: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  webSearches: 0,
});

/** `counted` from a per-request record, `reported` from a total the agent printed, `estimated` otherwise. */
export const UsageBasis = Type.Union([Type.Literal('counted'), Type.Literal('reported'), Type.Literal('estimated')]);
export type UsageBasis = Static<typeof UsageBasis>;

export function addTokens(a: TokenUsage, b: TokenUsage): TokenUsage {
  return {
    input: a.input + b.input,
    output: a.output + b.output,
    reasoning: a.reasoning + b.reasoning,
    cacheRead: a.cacheRead + b.cacheRead,
    cacheWrite5m: a.cacheWrite5m + b.cacheWrite5m,
    cacheWrite1h: a.cacheWrite1h + b.cacheWrite1h,
    webSearches: a.webSearches + b.webSearches,
  };
}
