import type { MessageHead, ToolCallDetail, ToolCallHead } from '@belfry/core';
import type { ToolCallRow, ToolResultRow } from '../tables/tool-calls.ts';
import { toCallHead } from '../views/call-head.ts';
import { callName } from './across/call-heads.ts';
import { toHead } from './across/message-heads.ts';
import { readTurnHeads } from './across/turn-heads.ts';
import type { ArchiveDb } from './archive-db.ts';
import { toTouchedFiles } from './call-files.ts';
import { type CallRecord, readCallRecords } from './call-record.ts';
import { readResults } from './call-results.ts';
import { readWindow } from './message-window.ts';
import { toPageResults } from './page-images.ts';
import type { RecordBlocks, RecordFiles } from './record-blocks.ts';
import { sourcesOf } from './session.ts';
import type { PlacedSessionRow } from './sessions.ts';
import { callRows, childIds, resultRows } from './tool-calls.ts';
import { readCallTouches } from './touched-files.ts';

/** One call with all that is known of it; `undefined` when the session has none of this id. */
export async function readCall(
  db: ArchiveDb,
  session: PlacedSessionRow,
  { blocksOf, filesOf }: { blocksOf: RecordBlocks; filesOf: RecordFiles },
  call: string,
): Promise<ToolCallDetail | undefined> {
  const [row] = await callRows(db, session.id, [call]);
  if (!row || row.name === null) return undefined;
  const rows = await resultRows(db, session.id, [call]);
  const results = readResults(call, rows, blocksOf);
  const children = await childIds(db, session, [call]);
  const [record] = await readCallRecords(db, [row], blocksOf);
  const touches = await readCallTouches(db, [[session.id, call]]);
  const { at, finished_at } = row;
  return {
    ...toCallHead(row, children.get(call)),
    results: toPageResults(results, call),
    truncated: false,
    outputBytes: row.output_bytes,
    ...(record?.block ? { input: record.block.input } : {}),
    ...(at === null || finished_at === null ? {} : { durationMs: Math.max(0, finished_at - at) }),
    files: toTouchedFiles(
      (touches.get(callName([session.id, call])) ?? []).map(({ touch }) => touch),
      results.flatMap(({ diffs = [] }) => diffs),
      rows.toSorted((a: ToolResultRow, b: ToolResultRow) => a.offset - b.offset).flatMap(filesOf),
    ),
    ...(await readSurroundings(db, session, record)),
    attempts: record?.block ? await readAttempts(db, record, blocksOf) : [],
  };
}

/** The prompt that led to a call, the message that made it, and its neighbours. */
async function readSurroundings(
  db: ArchiveDb,
  session: PlacedSessionRow,
  record: CallRecord | undefined,
): Promise<{ prompt?: MessageHead; message?: MessageHead; previous?: MessageHead; following?: MessageHead }> {
  if (!record?.message) return {};
  const { message } = record;
  const reading = await sourcesOf(db, session);
  const { rows } = await readWindow(db, session.id, reading, { sessionId: '', around: message.key, limit: 3 });
  const at = rows.findIndex(({ key }) => key === message.key);
  const [previous, following] = [rows[at - 1], rows[at + 1]];
  const [prompt] = await readTurnHeads(db, [[session.id, message.source_id, message.offset]]);
  return {
    message: toHead({ reading }, message),
    ...(prompt ? { prompt: toHead({ reading }, prompt) } : {}),
    ...(previous ? { previous: toHead({ reading }, previous) } : {}),
    ...(following ? { following: toHead({ reading }, following) } : {}),
  };
}

/** Other calls that may be the same one tried again, the nearest first; their inputs are read and compared. */
const comparedCalls = 40;
const listedAttempts = 20;

/** Calls of the session with the same name and input, in order of time. */
async function readAttempts(
  db: ArchiveDb,
  { row, block }: CallRecord,
  blocksOf: RecordBlocks,
): Promise<ToolCallHead[]> {
  const alike = await db
    .selectFrom('tool_calls')
    .selectAll()
    .where('session_id', '=', row.session_id)
    .where('name', '=', row.name)
    .where('summary', '=', row.summary)
    .where('call', '<>', row.call)
    .execute();
  const distance = (other: ToolCallRow) => Math.abs((other.at ?? 0) - (row.at ?? 0));
  const nearest = alike.sort((a, b) => distance(a) - distance(b)).slice(0, comparedCalls);
  const input = JSON.stringify(block?.input);
  return (await readCallRecords(db, nearest, blocksOf))
    .filter((other) => other.block !== undefined && JSON.stringify(other.block.input) === input)
    .slice(0, listedAttempts)
    .map((other) => other.row)
    .sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || a.offset - b.offset)
    .map((other) => toCallHead(other, undefined));
}
