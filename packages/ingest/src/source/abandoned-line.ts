import type { Issue } from '@belfry/core';
import { lineIssue } from './line-issue.ts';
import { skipBlank, skipBlankBackwards } from './line-splitter.ts';

/** A last line without an end is an issue once its file has been quiet for this long: whoever wrote it will not finish it. */
export const abandonedMs = 600_000;

/** The issue of an unfinished last line; none when nothing but blanks is left. `base` is where `pending` begins. */
export function abandonedLine(pending: Buffer, base: number): Issue[] {
  const start = skipBlank(pending, 0, pending.length);
  const end = skipBlankBackwards(pending, start, pending.length);
  return start < end ? [lineIssue('partial-line', 'last line without end', { buffer: pending, base, start, end })] : [];
}
