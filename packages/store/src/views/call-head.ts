import type { ToolCallHead } from '@belfry/core';
import type { ToolCallRow } from '../tables/tool-calls.ts';
import { toIsoTime } from './iso-time.ts';

/** `childId`: public id of the subagent session the call spawned. */
export function toCallHead(row: ToolCallRow, childId: string | undefined): ToolCallHead {
  const head: ToolCallHead = {
    callId: row.call,
    name: row.name ?? '',
    kind: row.kind ?? 'other',
    summary: row.summary,
    status: row.status,
    outcome: row.outcome,
  };
  if (row.message_key !== null) head.messageKey = row.message_key;
  if (row.at !== null) head.at = toIsoTime(row.at);
  if (row.finished_at !== null) head.finishedAt = toIsoTime(row.finished_at);
  if (row.added !== null) head.added = row.added;
  if (row.removed !== null) head.removed = row.removed;
  if (childId !== undefined) head.childId = childId;
  return head;
}
