import type { TokenUsage } from '@belfry/core';
import { count, name, object, type RawObject } from '../raw-fields.ts';

/** Tokens of `message.usage`. All counters are exclusive; a cache write without a split is a 5-minute write. */
export function toTokens(usage: RawObject): TokenUsage {
  const split = object(usage, 'cache_creation');
  const written = count(usage, 'cache_creation_input_tokens') ?? 0;
  const long = count(split, 'ephemeral_1h_input_tokens');
  const short = count(split, 'ephemeral_5m_input_tokens');
  const isSplit = (long ?? 0) + (short ?? 0) > 0;
  return {
    input: count(usage, 'input_tokens') ?? 0,
    output: count(usage, 'output_tokens') ?? 0,
    reasoning: count(object(usage, 'output_tokens_details'), 'thinking_tokens') ?? 0,
    cacheRead: count(usage, 'cache_read_input_tokens') ?? 0,
    cacheWrite5m: isSplit ? (short ?? 0) : written,
    cacheWrite1h: long ?? 0,
    webSearches: count(object(usage, 'server_tool_use'), 'web_search_requests') ?? 0,
  };
}

/** What changes the price beside the model: service tier and speed, `standard` when both are ordinary. */
export function toPriceClass(usage: RawObject): string {
  const tier = name(usage, 'service_tier') ?? 'standard';
  const speed = name(usage, 'speed') ?? 'standard';
  if (speed === 'standard') return tier;
  return tier === 'standard' ? speed : `${tier}+${speed}`;
}

/**
 * Identity of a request over all files. A message id without a request id counts within its chain only,
 * because some back-ends use one id again; without any id the record stands for itself.
 */
export function toRequestKey(ids: {
  message: string | undefined;
  request: string | undefined;
  chain: string;
  record: string;
}): string {
  if (ids.message !== undefined && ids.request !== undefined) return `${ids.message}:${ids.request}`;
  if (ids.message !== undefined) return `${ids.message}@${ids.chain}`;
  return ids.request === undefined ? `record:${ids.record}` : `request:${ids.request}`;
}

/** Micro-dollars of what a record says in dollars; nothing where it says no amount. */
export function toCostMicros(dollars: unknown): number | undefined {
  const micros = typeof dollars === 'number' ? Math.round(dollars * 1_000_000) : Number.NaN;
  return Number.isSafeInteger(micros) && micros >= 0 ? micros : undefined;
}

/** Model of locally made replies (errors, notices): no request stands behind them. */
export const syntheticModel = '<synthetic>';
