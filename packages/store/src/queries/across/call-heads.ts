import type { ToolCallHead } from '@belfry/core';
import { sql } from 'kysely';
import { messageFlags } from '../../tables/messages.ts';
import type { ToolCallRow } from '../../tables/tool-calls.ts';
import { toCallHead } from '../../views/call-head.ts';
import type { ArchiveDb } from '../archive-db.ts';
import { childIds } from '../tool-calls.ts';
import { readMessagesByKey } from './message-heads.ts';
import type { KnownSession } from './session-set.ts';

export type CallKey = readonly [session: number, call: string];

/** Rows of many calls, in one statement. */
export async function readCallRows(db: ArchiveDb, keys: readonly CallKey[]): Promise<ToolCallRow[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<ToolCallRow>`
    select c.* from json_each(${JSON.stringify(keys)}) j cross join tool_calls c
      on c.session_id = j.value ->> 0 and c.call = j.value ->> 1`.execute(db);
  return rows;
}

/** The calls that were made in their session, without those a fork copied with the message that made them. */
export async function withoutCopies(
  db: ArchiveDb,
  sessions: ReadonlyMap<number, KnownSession>,
  calls: readonly ToolCallRow[],
): Promise<ToolCallRow[]> {
  const mayCopy = ({ session_id }: ToolCallRow) => {
    const relation = sessions.get(session_id)?.row.relation;
    return relation === 'fork' || relation === 'continuation';
  };
  const keys = calls.filter(mayCopy).map(({ session_id, message_key }) => [session_id, message_key ?? ''] as const);
  const copied = (await readMessagesByKey(db, keys)).filter(({ flags }) => (flags & messageFlags.inherited) !== 0);
  const names = new Set(copied.map(({ session_id, key }) => callName([session_id, key])));
  return calls.filter(({ session_id, message_key }) => !names.has(callName([session_id, message_key ?? ''])));
}

/** Heads of calls of shown sessions, with the subagents they spawned; by `callName`. */
export async function toCallHeads(
  db: ArchiveDb,
  sessions: ReadonlyMap<number, KnownSession>,
  calls: readonly ToolCallRow[],
): Promise<Map<string, ToolCallHead>> {
  const heads = new Map<string, ToolCallHead>();
  const bySession = Map.groupBy(calls, ({ session_id }) => session_id);
  for (const [id, own] of bySession) {
    const session = sessions.get(id);
    if (!session) continue;
    const spawning = own.filter(({ kind }) => kind === 'subagent').map(({ call }) => call);
    const children = await childIds(db, session.row, spawning);
    for (const row of own) heads.set(callName([id, row.call]), toCallHead(row, children.get(row.call)));
  }
  return heads;
}

export function callName([session, call]: CallKey): string {
  return `${session}\n${call}`;
}
