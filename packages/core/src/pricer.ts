import type { TokenUsage } from './model/usage.ts';

export interface PricedRequest {
  agent: string;
  model: string | undefined;
  priceClass: string;
  /** ms since 1970 UTC; the price valid then applies. */
  at: number | undefined;
  tokens: TokenUsage;
}

/**
 * Cost of tokens. `undefined` when the model has no known price: never zero.
 * The unit is micro-dollars per million tokens times tokens (10^-12 dollar), exact.
 */
export interface Pricer {
  cost(request: PricedRequest): bigint | undefined;
}
