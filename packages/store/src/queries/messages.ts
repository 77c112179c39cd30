import {
  addTokens,
  type Block,
  type MessagePage,
  type MessageQuery,
  type MessageView,
  type ToolCallView,
} from '@belfry/core';
import { recordPlaces } from '../apply/record-places.ts';
import type { MessageRow } from '../tables/messages.ts';
import { toTokenUsage } from '../tables/token-columns.ts';
import { toMessageHead } from '../views/message-head.ts';
import type { ArchiveDb } from './archive-db.ts';
import { readWindow } from './message-window.ts';
import { toPageBlocks } from './page-images.ts';
import type { RecordBlocks } from './record-blocks.ts';
import { sourcesOf } from './session.ts';
import type { PlacedSessionRow } from './sessions.ts';
import { callRows, viewCalls } from './tool-calls.ts';

/** A window of a session's messages with their content. */
export async function readMessages(
  db: ArchiveDb,
  session: PlacedSessionRow,
  blocksOf: RecordBlocks,
  query: MessageQuery,
): Promise<MessagePage> {
  const sources = await sourcesOf(db, session);
  const { rows, hasBefore, hasAfter } = await readWindow(db, session.id, sources, query);
  const contents = rows.map((row) => ({ row, blocks: blocksOfMessage(row, blocksOf) }));
  const callIds = contents.flatMap(({ blocks }) => callsIn(blocks));
  const calls = new Map<string, ToolCallView>();
  for (const view of await viewCalls(db, session, await callRows(db, session.id, callIds), blocksOf)) {
    calls.set(view.callId, view);
  }
  const usage = await usageOf(db, session.id, rows);
  const messages = contents.map(({ row, blocks }): MessageView => {
    const part = sources.findIndex(({ id }) => id === row.source_id);
    const isSuperseded = row.generation < (sources[part]?.generation ?? 0);
    const tokens = usage.get(row.key);
    return {
      ...toMessageHead(row, Math.max(0, part), isSuperseded),
      blocks: toPageBlocks(blocks, row.key),
      calls: callsIn(blocks).flatMap((call) => calls.get(call) ?? []),
      ...(tokens ? { usage: tokens } : {}),
    };
  });
  const page: MessagePage = { sessionId: query.sessionId, messages, total: session.messages };
  if (hasBefore && messages[0]) page.previous = messages[0].cursor;
  if (hasAfter && messages.length > 0) page.next = messages.at(-1)?.cursor as string;
  return page;
}

/** A message's own content: what its records hold besides results of tools, which hang on their calls. */
export function blocksOfMessage(row: MessageRow, blocksOf: RecordBlocks): Block[] {
  return recordPlaces(row)
    .flatMap(blocksOf)
    .filter((block) => block.type !== 'tool-result');
}

function callsIn(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => (block.type === 'tool-call' ? [block.callId] : []));
}

/** Tokens of the requests that made the messages, whether they count in this session or another. */
async function usageOf(db: ArchiveDb, sessionId: number, rows: readonly MessageRow[]) {
  const claims =
    rows.length === 0
      ? []
      : await db
          .selectFrom('claims')
          .selectAll()
          .where('session_id', '=', sessionId)
          .where(
            'message_key',
            'in',
            rows.map((row) => row.key),
          )
          .execute();
  const usage = new Map<string, ReturnType<typeof toTokenUsage>>();
  for (const claim of claims) {
    const key = claim.message_key ?? '';
    const known = usage.get(key);
    usage.set(key, known ? addTokens(known, toTokenUsage(claim)) : toTokenUsage(claim));
  }
  return usage;
}
