import type { UsageSummary } from '@belfry/core';
import { csvFormat } from 'd3-dsv';
import type { Dimension } from './usage-place.ts';

const columns = [
  'inputTokens',
  'outputTokens',
  'cacheCreationTokens',
  'cacheCreation1hTokens',
  'cacheReadTokens',
  'reasoningTokens',
  'webSearches',
  'totalTokens',
  'requests',
  'costMicros',
  'unpricedTokens',
  'reportedCostMicros',
  'certainty',
] as const;

/** One line a period and name (RFC 4180); money in micro-dollars, so that sums stay exact. */
export function toCsv(summary: UsageSummary, by: Dimension): string {
  const lines = summary.daily.flatMap((row) => {
    const parts: Record<Dimension, readonly object[]> = {
      model: row.modelBreakdowns,
      project: row.projectBreakdowns,
      agent: row.agentBreakdowns,
    };
    return parts[by].map((part) => ({ period: row.date, ...part }));
  });
  return csvFormat(lines, ['period', by, ...columns] as never[]);
}

/** Hands a text to the reader as a file. */
export function saveText(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
