import type { MessageHead } from '@belfry/core';
import { sql } from 'kysely';
import type { MessageRow } from '../../tables/messages.ts';
import { toMessageHead } from '../../views/message-head.ts';
import type { ArchiveDb } from '../archive-db.ts';
import type { KnownSession } from './session-set.ts';

/** Where a message's row is: its primary key. */
export type MessagePlaceKey = readonly [
  session: number,
  source: number,
  offset: number,
  generation: number,
  nth: number,
];

/** Rows of many messages by their places, in one statement. */
export async function readMessageRows(db: ArchiveDb, places: readonly MessagePlaceKey[]): Promise<MessageRow[]> {
  if (places.length === 0) return [];
  const { rows } = await sql<MessageRow>`
    select m.* from json_each(${JSON.stringify(places)}) j cross join messages m
      on m.session_id = j.value ->> 0 and m.source_id = j.value ->> 1 and m.offset = j.value ->> 2
        and m.generation = j.value ->> 3 and m.nth = j.value ->> 4`.execute(db);
  return rows;
}

/** Rows of many messages by session and key. */
export async function readMessagesByKey(
  db: ArchiveDb,
  keys: readonly (readonly [session: number, key: string])[],
): Promise<MessageRow[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<MessageRow>`
    select m.* from json_each(${JSON.stringify(keys)}) j cross join messages m
      on m.session_id = j.value ->> 0 and m.key = j.value ->> 1`.execute(db);
  return rows;
}

export function toHead({ reading }: Pick<KnownSession, 'reading'>, row: MessageRow): MessageHead {
  const part = reading.findIndex(({ id }) => id === row.source_id);
  return toMessageHead(row, Math.max(0, part), row.generation < (reading[part]?.generation ?? 0));
}
