import type { TokenUsage } from '@belfry/core';

/** `TokenUsage` as columns. */
export interface TokenColumns {
  input: number;
  output: number;
  reasoning: number;
  cache_read: number;
  cache_write_5m: number;
  cache_write_1h: number;
  web_searches: number;
}

/** Every token column with the field it holds, in the order of comparison and binding. */
export const tokenColumns = [
  ['input', 'input'],
  ['output', 'output'],
  ['reasoning', 'reasoning'],
  ['cache_read', 'cacheRead'],
  ['cache_write_5m', 'cacheWrite5m'],
  ['cache_write_1h', 'cacheWrite1h'],
  ['web_searches', 'webSearches'],
] as const satisfies readonly (readonly [keyof TokenColumns, keyof TokenUsage])[];

export function toTokenColumns(tokens: TokenUsage): TokenColumns {
  return {
    input: tokens.input,
    output: tokens.output,
    reasoning: tokens.reasoning,
    cache_read: tokens.cacheRead,
    cache_write_5m: tokens.cacheWrite5m,
    cache_write_1h: tokens.cacheWrite1h,
    web_searches: tokens.webSearches,
  };
}

export function toTokenUsage(columns: TokenColumns): TokenUsage {
  return {
    input: columns.input,
    output: columns.output,
    reasoning: columns.reasoning,
    cacheRead: columns.cache_read,
    cacheWrite5m: columns.cache_write_5m,
    cacheWrite1h: columns.cache_write_1h,
    webSearches: columns.web_searches,
  };
}
