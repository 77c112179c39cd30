import {
  costOf,
  type PriceQuote,
  type Rates,
  type TokenUsage,
  toMicros,
  type UsageBasis,
  type UsageFigures,
} from '@belfry/core';

/** Requests added up. Money stays exact (10^-12 dollar) until `toFigures`. */
export interface UsageSum {
  requests: number;
  tokens: TokenUsage;
  reportedCostMicros: number;
  reportedCostRequests: number;
  cost: bigint;
  /** The part of `cost` whose requests have no figure of the agent's own. */
  unreportedCost: bigint;
  /** What cache reads saved minus what cache writes cost more than plain input. */
  savings: bigint;
  unpricedTokens: number;
  /** Index into `bases` of the weakest evidence. */
  weakest: number;
}

/** From the surest on. */
const bases = ['counted', 'reported', 'estimated'] as const satisfies readonly UsageBasis[];

export function newSum(): UsageSum {
  return {
    requests: 0,
    tokens: { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, webSearches: 0 },
    reportedCostMicros: 0,
    reportedCostRequests: 0,
    cost: 0n,
    unreportedCost: 0n,
    savings: 0n,
    unpricedTokens: 0,
    weakest: 0,
  };
}

export interface PricedRequests {
  requests: number;
  tokens: TokenUsage;
  basis: UsageBasis;
  quote: PriceQuote;
  hasReportedCost: boolean;
  reportedCostMicros: number;
}

/** A sum of requests that share price and evidence. */
export function toSum({
  requests,
  tokens,
  basis,
  quote,
  hasReportedCost,
  reportedCostMicros,
}: PricedRequests): UsageSum {
  const { rates } = quote;
  const cost = rates === undefined ? 0n : costOf(rates, tokens);
  return {
    requests,
    tokens,
    reportedCostMicros,
    reportedCostRequests: hasReportedCost ? requests : 0,
    cost,
    unreportedCost: hasReportedCost ? 0n : cost,
    savings: rates === undefined ? 0n : savingsOf(rates, tokens),
    unpricedTokens: rates === undefined ? totalTokens(tokens) : 0,
    weakest: bases.indexOf(basis),
  };
}

/** Adds `from` to `into`, which is changed. */
export function addSum(into: UsageSum, from: UsageSum): UsageSum {
  const { tokens } = into;
  into.requests += from.requests;
  tokens.input += from.tokens.input;
  tokens.output += from.tokens.output;
  tokens.reasoning += from.tokens.reasoning;
  tokens.cacheRead += from.tokens.cacheRead;
  tokens.cacheWrite5m += from.tokens.cacheWrite5m;
  tokens.cacheWrite1h += from.tokens.cacheWrite1h;
  tokens.webSearches += from.tokens.webSearches;
  into.reportedCostMicros += from.reportedCostMicros;
  into.reportedCostRequests += from.reportedCostRequests;
  into.cost += from.cost;
  into.unreportedCost += from.unreportedCost;
  into.savings += from.savings;
  into.unpricedTokens += from.unpricedTokens;
  into.weakest = Math.max(into.weakest, from.weakest);
  return into;
}

export function totalTokens({ input, output, cacheRead, cacheWrite5m, cacheWrite1h }: TokenUsage): number {
  return input + output + cacheRead + cacheWrite5m + cacheWrite1h;
}

/** The sum as reports show it; the one place where money is rounded. */
export function toFigures(sum: UsageSum): UsageFigures {
  const { tokens } = sum;
  const costMicros = toMicros(sum.cost);
  return {
    inputTokens: tokens.input,
    outputTokens: tokens.output,
    cacheCreationTokens: tokens.cacheWrite5m + tokens.cacheWrite1h,
    cacheReadTokens: tokens.cacheRead,
    cacheCreation1hTokens: tokens.cacheWrite1h,
    reasoningTokens: tokens.reasoning,
    webSearches: tokens.webSearches,
    totalTokens: totalTokens(tokens),
    requests: sum.requests,
    cost: toDollars(costMicros),
    costMicros,
    unpricedTokens: sum.unpricedTokens,
    reportedCostMicros: sum.reportedCostMicros,
    reportedCostRequests: sum.reportedCostRequests,
    unreportedCostMicros: toMicros(sum.unreportedCost),
    certainty: bases[sum.weakest] ?? 'estimated',
  };
}

export function toDollars(micros: number): number {
  return micros / 1_000_000;
}

function savingsOf(rates: Rates, tokens: TokenUsage): bigint {
  const saved = (rate: bigint, count: number) => (count === 0 ? 0n : (rates.input - rate) * BigInt(count));
  return (
    saved(rates.cacheRead, tokens.cacheRead) +
    saved(rates.cacheWrite5m, tokens.cacheWrite5m) +
    saved(rates.cacheWrite1h, tokens.cacheWrite1h)
  );
}
