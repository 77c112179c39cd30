import type { MessageHead } from '@belfry/core';
import type { Row, RowOf } from './row.ts';

/** The prompt whose turn a row belongs to: the last one at or before it. */
export function promptAt(rows: readonly Row[], index: number): RowOf<'prompt'> | undefined {
  for (let at = Math.min(index, rows.length - 1); at >= 0; at--) {
    const row = rows[at];
    if (row?.kind === 'prompt') return row;
  }
  return undefined;
}

/** Index of the next prompt in a direction, -1 when the window holds none. */
export function nextPrompt(rows: readonly Row[], from: number, by: 1 | -1): number {
  for (let at = from + by; at >= 0 && at < rows.length; at += by) {
    if (rows[at]?.kind === 'prompt') return at;
  }
  return -1;
}

/** The prompt before or after a message among all of a session, by time: the window may hold none of them. */
export function promptBeside(
  prompts: readonly MessageHead[],
  message: Pick<MessageHead, 'key' | 'at'> | undefined,
  by: 1 | -1,
): MessageHead | undefined {
  if (message?.at === undefined) return undefined;
  const { key, at } = message;
  const others = prompts.filter((prompt) => prompt.key !== key && !prompt.abandoned && !prompt.superseded);
  if (by === 1) return others.find((prompt) => (prompt.at ?? '') > at);
  return others.findLast((prompt) => prompt.at !== undefined && prompt.at <= at);
}
