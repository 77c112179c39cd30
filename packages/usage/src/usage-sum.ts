import type { PriceQuote, TokenUsage, UsageBasis, UsageFigures } from '@belfry/core';
import { addMoney, costAt, type Money, noMoney, savingsAt, toMicrosOf, toNumberRates } from './money.ts';

/** Requests added up. Money stays exact until `toFigures`. */
export interface UsageSum {
  requests: number;
  tokens: TokenUsage;
  reportedCostMicros: number;
  reportedCostRequests: number;
  cost: Money;
  /** The part of `cost` whose requests have no figure of the agent's own. */
  unreportedCost: Money;
  /** What cache reads saved minus what cache writes cost more than plain input. */
  savings: Money;
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
    cost: noMoney(),
    unreportedCost: noMoney(),
    savings: noMoney(),
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
  const rates = quote.rates && toNumberRates(quote.rates);
  const cost = rates === undefined ? noMoney() : costAt(rates, tokens);
  return {
    requests,
    tokens,
    reportedCostMicros,
    reportedCostRequests: hasReportedCost ? requests : 0,
    cost,
    unreportedCost: hasReportedCost ? noMoney() : { ...cost },
    savings: rates === undefined ? noMoney() : savingsAt(rates, tokens),
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
  addMoney(into.cost, from.cost);
  addMoney(into.unreportedCost, from.unreportedCost);
  addMoney(into.savings, from.savings);
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
  const costMicros = toMicrosOf(sum.cost);
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
    unreportedCostMicros: toMicrosOf(sum.unreportedCost),
    certainty: bases[sum.weakest] ?? 'estimated',
  };
}

export function toDollars(micros: number): number {
  return micros / 1_000_000;
}
