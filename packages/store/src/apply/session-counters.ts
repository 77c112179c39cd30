import type { Fact } from '@belfry/core';
import type { MessageRow } from '../tables/messages.ts';
import type { SessionRow } from '../tables/sessions.ts';
import type { ToolCallRow } from '../tables/tool-calls.ts';
import { compareText } from './source-order.ts';

/** Counts a message that came or changed. */
export function countMessage(row: SessionRow, before: MessageRow | undefined, after: MessageRow): void {
  if (before) postMessage(row, before, -1);
  postMessage(row, after, 1);
}

function postMessage(row: SessionRow, { variant }: MessageRow, sign: 1 | -1): void {
  row.messages += sign;
  if (variant === 'prompt' || variant === 'queued') row.prompts += sign;
  if (variant === 'reply') row.replies += sign;
  if (variant === 'error') row.errors += sign;
}

/** Counts a call that came or changed; results without a call do not count. */
export function countCall(row: SessionRow, before: ToolCallRow | undefined, after: ToolCallRow): void {
  if (before) postCall(row, before, -1);
  postCall(row, after, 1);
}

function postCall(row: SessionRow, { name, status }: ToolCallRow, sign: 1 | -1): void {
  if (name === null) return;
  row.tool_calls += sign;
  if (status === 'error') row.tool_errors += sign;
  if (status === 'pending') row.pending_calls += sign;
}

/** Keeps the line of the latest message or call; by value, so the order of reading does not matter. */
export function noteLatest(row: SessionRow, fact: Fact): void {
  const latest =
    fact.type === 'message'
      ? { text: fact.preview, kind: fact.variant, at: fact.at }
      : fact.type === 'tool-call'
        ? { text: fact.summary || fact.name, kind: 'tool-call', at: fact.at }
        : undefined;
  if (!latest?.text) return;
  const at = latest.at ?? 0;
  const { offset } = fact.span;
  const order =
    at - row.last_preview_at || offset - row.last_preview_offset || compareText(latest.text, row.last_preview);
  if (order <= 0) return;
  row.last_preview = latest.text;
  row.last_kind = latest.kind;
  row.last_preview_at = at;
  row.last_preview_offset = offset;
}
