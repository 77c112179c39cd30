import type { ToolCallBlock } from '@belfry/core';
import { recordPlaces } from '../apply/record-places.ts';
import type { MessageRow } from '../tables/messages.ts';
import type { ToolCallRow } from '../tables/tool-calls.ts';
import { readMessagesByKey } from './across/message-heads.ts';
import type { ArchiveDb } from './archive-db.ts';
import type { RecordBlocks } from './record-blocks.ts';

/** A call as its own record has it. */
export interface CallRecord {
  row: ToolCallRow;
  message?: MessageRow;
  block?: ToolCallBlock;
}

/** Reads calls of one session from the records they stand in. */
export async function readCallRecords(
  db: ArchiveDb,
  calls: readonly ToolCallRow[],
  blocksOf: RecordBlocks,
): Promise<CallRecord[]> {
  const messages = await readMessagesByKey(
    db,
    calls.flatMap(({ session_id, message_key }) => (message_key === null ? [] : [[session_id, message_key] as const])),
  );
  const byKey = new Map(messages.map((message) => [message.key, message]));
  return calls.map((row) => {
    const message = row.message_key === null ? undefined : byKey.get(row.message_key);
    if (!message) return { row };
    const places = recordPlaces(message).filter(
      ({ source_id, offset }) => source_id === row.source_id && offset === row.offset,
    );
    const block = places.flatMap(blocksOf).find((one) => one.type === 'tool-call' && one.callId === row.call);
    return { row, message, ...(block?.type === 'tool-call' ? { block } : {}) };
  });
}
