import type { FileTouch } from '@belfry/core';
import { sql } from 'kysely';
import type { TouchRow } from '../tables/touches.ts';
import { type CallKey, callName } from './across/call-heads.ts';
import type { ArchiveDb } from './archive-db.ts';

/** A file of a call, as all of the call's records together tell it. */
export interface CallTouch {
  pathId: number;
  touch: FileTouch;
}

/** Files of many calls by `callName`, in the order the calls name them. */
export async function readCallTouches(db: ArchiveDb, calls: readonly CallKey[]): Promise<Map<string, CallTouch[]>> {
  if (calls.length === 0) return new Map();
  const { rows } = await sql<TouchRow & { path: string; other_path: string | null }>`
    select t.*, p.path, (select o.path from file_paths o where o.id = t.other_id) as other_path
      from json_each(${JSON.stringify(calls)}) j cross join touches t
        on t.session_id = j.value ->> 0 and t.call = j.value ->> 1
      cross join file_paths p on p.id = t.path_id
      order by t.session_id, t.call, t.record, t.path_id`.execute(db);
  const touches = new Map<string, CallTouch[]>();
  for (const row of rows) {
    const name = callName([row.session_id, row.call]);
    const known = touches.get(name) ?? [];
    touches.set(name, known);
    const access = row.written === 1 ? 'write' : 'read';
    const same = known.find(({ pathId, touch }) => pathId === row.path_id && touch.access === access);
    // An answer knows better than the call what was done.
    if (same) Object.assign(same.touch, toDetails(row));
    else known.push({ pathId: row.path_id, touch: { path: row.path, access, ...toDetails(row) } });
  }
  return touches;
}

function toDetails(row: TouchRow & { other_path: string | null }): Omit<FileTouch, 'path' | 'access'> {
  return {
    ...(row.change === null ? {} : { change: row.change }),
    ...(row.other_path === null ? {} : { otherPath: row.other_path }),
    ...(row.added === null ? {} : { added: row.added }),
    ...(row.removed === null ? {} : { removed: row.removed }),
  };
}
