import type { ToolCallStatus } from '@belfry/core';
import type { ToolResultRow } from '../tables/tool-calls.ts';

/** What the results of a call say together. */
export interface ResultSummary {
  status: ToolCallStatus;
  finished_at: number | null;
  outcome: string;
  added: number | null;
  removed: number | null;
  output_bytes: number;
}

export const noResults: ResultSummary = {
  status: 'pending',
  finished_at: null,
  outcome: '',
  added: null,
  removed: null,
  output_bytes: 0,
};

/**
 * Sums up results in an order of their own, so that it does not matter which was read first. A record that
 * only adds detail (an exit code, a diff) can make a call an error, but cannot answer it.
 */
export function summarizeResults(results: Iterable<ToolResultRow>): ResultSummary {
  const ordered = [...results].sort(compareResults);
  const answers = ordered.filter((result) => result.answers === 1);
  const last = <Key extends 'outcome' | 'added' | 'removed'>(key: Key) =>
    ordered.findLast((result) => result[key] !== null && result[key] !== '')?.[key];
  const times = answers.flatMap((result) => (result.at === null ? [] : [result.at]));
  const isError = ordered.some((result) => result.is_error === 1);
  return {
    status: answers.length === 0 ? 'pending' : isError ? 'error' : 'ok',
    finished_at: times.length === 0 ? null : Math.max(...times),
    outcome: last('outcome') ?? '',
    added: last('added') ?? null,
    removed: last('removed') ?? null,
    output_bytes: answers.reduce((sum, result) => sum + result.output_bytes, 0),
  };
}

/** By time, then place, then record: the order results are shown in. */
export function compareResults(a: ToolResultRow, b: ToolResultRow): number {
  return (a.at ?? 0) - (b.at ?? 0) || a.offset - b.offset || a.record - b.record;
}
