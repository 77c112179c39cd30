import { sql } from 'kysely';
import type { MessageRow } from '../../tables/messages.ts';
import type { ArchiveDb } from '../archive-db.ts';

/** A place in a source of a session. */
export type RecordPlaceKey = readonly [session: number, source: number, offset: number];

/** For each place the prompt or command before it in its source: what the turn it stands in was asked. */
export async function readTurnHeads(
  db: ArchiveDb,
  places: readonly RecordPlaceKey[],
): Promise<(MessageRow | undefined)[]> {
  if (places.length === 0) return [];
  // The list of variants is that of the index, word for word: only then SQLite takes it.
  const { rows } = await sql<MessageRow & { nr: number }>`
    select j.key as nr, m.* from json_each(${JSON.stringify(places)}) j cross join messages m
      on m.session_id = j.value ->> 0 and m.key = (
        select h.key from messages h indexed by messages_heads
          where h.session_id = j.value ->> 0 and h.source_id = j.value ->> 1 and h.offset <= j.value ->> 2
            and h.variant in ('prompt', 'queued', 'command')
          order by h.offset desc, h.generation desc, h.nth desc limit 1)`.execute(db);
  const byNumber = new Map(rows.map((row) => [row.nr, row]));
  return places.map((_, index) => byNumber.get(index));
}
