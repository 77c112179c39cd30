import type { MessageHead } from '@belfry/core';
import { type MessageRow, messageFlags } from '../tables/messages.ts';
import { toIsoTime } from './iso-time.ts';
import { toMessageCursor } from './message-cursor.ts';

/** `part`: index of the message's source in the session's reading order. */
export function toMessageHead(row: MessageRow, part: number, isSuperseded: boolean): MessageHead {
  const { offset, generation, nth } = row;
  const head: MessageHead = {
    key: row.key,
    cursor: toMessageCursor({ part, offset, generation, nth, sourceId: row.source_id }),
    role: row.role,
    variant: row.variant,
    preview: row.preview,
    abandoned: (row.flags & (messageFlags.abandoned | messageFlags.left)) !== 0,
    superseded: isSuperseded,
    inherited: (row.flags & messageFlags.inherited) !== 0,
  };
  if (row.at !== null) head.at = toIsoTime(row.at);
  if (row.model !== null) head.model = row.model;
  return head;
}
