import type { ToolCallHead } from '@belfry/core';
import { sql } from 'kysely';
import { messageFlags } from '../../tables/messages.ts';
import type { ToolCallRow } from '../../tables/tool-calls.ts';
import { toCallHead } from '../../views/call-head.ts';
import type { ArchiveDb } from '../archive-db.ts';
import { childIds } from '../tool-calls.ts';
import type { KnownSession } from './session-set.ts';

/** A call's row, and whether a fork only copied it. */
export type KnownCall = ToolCallRow & { inherited: number };

export type CallKey = readonly [session: number, call: string];

/** Rows of many calls, in one statement. */
export async function readCallRows(db: ArchiveDb, keys: readonly CallKey[]): Promise<KnownCall[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<KnownCall>`
    select c.*, ifnull((select m.flags & ${messageFlags.inherited} from messages m
        where m.session_id = c.session_id and m.key = c.message_key), 0) as inherited
      from json_each(${JSON.stringify(keys)}) j cross join tool_calls c
        on c.session_id = j.value ->> 0 and c.call = j.value ->> 1`.execute(db);
  return rows;
}

/** Heads of calls of shown sessions, with the subagents they spawned; by `callName`. */
export async function toCallHeads(
  db: ArchiveDb,
  sessions: ReadonlyMap<number, KnownSession>,
  calls: readonly KnownCall[],
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
