import type { TokenUsage } from './model/usage.ts';
import type { UnpricedModel } from './model/usage-figures.ts';
import type { PriceProvenance } from './model/usage-summary.ts';

/** What a price is asked for: one model under one set of conditions at one time. */
export interface PriceQuestion {
  agent: string;
  /** As the record names it; nothing when it names none. */
  model: string | undefined;
  /** What changes the price besides the model, e.g. `standard`, `batch`, `priority`, `fast`. */
  priceClass: string;
  /** ms since 1970 UTC; without a time, the day the prices were taken. */
  at: number | undefined;
  /** What of `promptSteps` the prompt is larger than; see `toPromptStep`. */
  promptOver: number;
}

/** Prices in 10^-12 dollar: of a token each, below 2^32; of a search `webSearch`. */
export interface Rates {
  input: bigint;
  output: bigint;
  cacheRead: bigint;
  cacheWrite5m: bigint;
  cacheWrite1h: bigint;
  /** Absent where nobody says what a search costs. */
  webSearch?: bigint;
}

/** The answer to a question and to every other that differs only by a time in [from, until). */
export type PriceQuote = { from: number; until: number } & (
  | { rates: Rates }
  | { rates?: undefined; reason: UnpricedModel['reason']; candidates?: string[] }
);

/** Knows what tokens cost. Answers are the same object as long as they are the same answer. */
export interface Pricer {
  quote(question: PriceQuestion): PriceQuote;
  readonly provenance: PriceProvenance;
}

/**
 * Prompt sizes above which some provider charges more for the whole request. Sums keep requests apart by them,
 * so that a later price table finds its steps again.
 */
export const promptSteps = [128_000, 199_999, 200_000, 271_999, 272_000, 512_000] as const;

/** The largest of `promptSteps` that the prompt of one request exceeds, 0 when none. */
export function toPromptStep(tokens: TokenUsage): number {
  const prompt = tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h;
  let exceeded = 0;
  for (const step of promptSteps) {
    if (prompt <= step) break;
    exceeded = step;
  }
  return exceeded;
}

/** Exact cost in 10^-12 dollar, of one request or of a sum of requests that share their rates. */
export function costOf(rates: Rates, tokens: TokenUsage): bigint {
  return (
    rates.input * BigInt(tokens.input) +
    rates.output * BigInt(tokens.output) +
    rates.cacheRead * BigInt(tokens.cacheRead) +
    rates.cacheWrite5m * BigInt(tokens.cacheWrite5m) +
    rates.cacheWrite1h * BigInt(tokens.cacheWrite1h) +
    (rates.webSearch ?? 0n) * BigInt(tokens.webSearches)
  );
}

/** Micro-dollars of an exact cost, rounded half away from zero. Do it last: sums of rounded numbers are wrong. */
export function toMicros(cost: bigint): number {
  const half = cost < 0n ? -500_000n : 500_000n;
  return Number((cost + half) / 1_000_000n);
}
