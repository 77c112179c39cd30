import { type Page, type ToolCallView, toSessionId } from '@belfry/core';
import { type SqlBool, sql } from 'kysely';
import { shelves } from '../tables/sessions.ts';
import type { ToolCallRow, ToolResultRow } from '../tables/tool-calls.ts';
import { toCallHead } from '../views/call-head.ts';
import type { ArchiveDb } from './archive-db.ts';
import { cutResults, readResults } from './call-results.ts';
import { parsePageCursor, toLimit, toPageCursor } from './page-cursor.ts';
import { toPageResults } from './page-images.ts';
import type { RecordBlocks } from './record-blocks.ts';
import type { PlacedSessionRow } from './sessions.ts';

const placeOf = sql<number>`ifnull(at, 0)`;

/** Calls of a session in order of time, with results cut for a page. */
export async function listCalls(
  db: ArchiveDb,
  session: PlacedSessionRow,
  blocksOf: RecordBlocks,
  query: { cursor?: string; limit?: number },
): Promise<Page<ToolCallView>> {
  const limit = toLimit(query.limit, 100);
  let calls = db
    .selectFrom('tool_calls')
    .selectAll()
    .where('session_id', '=', session.id)
    .where('name', 'is not', null);
  if (query.cursor !== undefined) {
    const after = parsePageCursor('tool-calls', query.cursor, ['number', 'number', 'string']);
    calls = calls.where(sql<SqlBool>`(${placeOf}, offset, call) > (${sql.join(after)})`);
  }
  const rows = await calls
    .orderBy(placeOf)
    .orderBy('offset')
    .orderBy('call')
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const isMore = rows.length > limit && last !== undefined;
  return {
    items: await viewCalls(db, session, page, blocksOf),
    total: session.tool_calls,
    ...(isMore ? { next: toPageCursor('tool-calls', [last.at ?? 0, last.offset, last.call]) } : {}),
  };
}

/** Views for a page: results of many calls read at once, long texts cut. */
export async function viewCalls(
  db: ArchiveDb,
  session: PlacedSessionRow,
  rows: readonly ToolCallRow[],
  blocksOf: RecordBlocks,
): Promise<ToolCallView[]> {
  const calls = rows.map((row) => row.call);
  const results = Map.groupBy(await resultRows(db, session.id, calls), (row) => row.call);
  const children = await childIds(db, session, calls);
  return rows.map((row) => ({
    ...toCallHead(row, children.get(row.call)),
    ...cutResults(toPageResults(readResults(row.call, results.get(row.call) ?? [], blocksOf), row.call)),
    outputBytes: row.output_bytes,
  }));
}

export async function callRows(db: ArchiveDb, sessionId: number, calls: readonly string[]): Promise<ToolCallRow[]> {
  if (calls.length === 0) return [];
  return db
    .selectFrom('tool_calls')
    .selectAll()
    .where('session_id', '=', sessionId)
    .where('call', 'in', calls)
    .execute();
}

export async function resultRows(db: ArchiveDb, sessionId: number, calls: readonly string[]): Promise<ToolResultRow[]> {
  if (calls.length === 0) return [];
  return db
    .selectFrom('tool_results')
    .selectAll()
    .where('session_id', '=', sessionId)
    .where('call', 'in', calls)
    .execute();
}

/** Public ids of the subagent sessions that calls spawned. */
export async function childIds(
  db: ArchiveDb,
  { id, native, agent, root_id }: PlacedSessionRow,
  calls: readonly string[],
): Promise<Map<string, string>> {
  if (calls.length === 0) return new Map();
  // Index and order of tables by name: without them the planner walks all sessions of the agent.
  const { rows: told } = await sql<{ call: string; native: string }>`
    select parent_call as call, native from sessions indexed by sessions_parent
      where parent = ${native} and parent_call in (${sql.join(calls)}) and agent = ${agent} and root_id = ${root_id}
        and shelf > ${shelves.hidden}
      order by native desc`.execute(db);
  const { rows: linked } = await sql<{ call: string; native: string }>`
    select l.call, s.native from links l cross join sessions s on s.native = l.child
      where l.session_id = ${id} and l.call in (${sql.join(calls)}) and s.agent = ${agent} and s.root_id = ${root_id}
        and s.shelf > ${shelves.hidden}
      order by l.child desc`.execute(db);
  return new Map([...told, ...linked].map((child) => [child.call, toSessionId(agent, child.native)]));
}
