import type { FileAccess, FileEditQuery } from '@belfry/core';
import { type RawBuilder, sql } from 'kysely';
import type { ArchiveDb } from '../archive-db.ts';
import type { Place } from './look-back.ts';
import type { PathFilter } from './path-filter.ts';
import { isNarrow, ofSet } from './session-set.ts';
import { allOf, type Condition, floorBehind, readKeys, type TimeIndex, type TimeKey } from './time-index.ts';

/** What names a touch beside its time, and the types of that. */
const columns = ['session_id', 'call', 'record', 'path_id'] as const;
export const touchShape = ['number', 'string', 'number', 'number'] as const;

/** Ranks of the two kinds of touches. */
export const touchRanks = { write: 0, read: 1 } as const;

/** How keys of touches are found, newest first. */
export interface TouchList {
  read(from: Place<TimeKey> | undefined, floor: number | undefined, count: number): Promise<TimeKey[]>;
  floor?(from: Place<TimeKey> | undefined, stride: number): Promise<number | undefined>;
}

/** Chooses the index that leaves least to look through: the rows of some files, of one session, or all by time. */
export function toTouchList(
  db: ArchiveDb,
  query: FileEditQuery,
  session: number | undefined,
  paths: PathFilter | undefined,
): TouchList {
  const filters: Condition[] = [];
  if (isNarrow(query)) filters.push(ofSet(query));
  if (session !== undefined) filters.push(sql`+session_id = ${session}`);
  if (paths && 'many' in paths) filters.push(paths.many);
  const ofEach = (from: RawBuilder<unknown>, toScope: (written: number) => Condition): TimeIndex[] =>
    [...new Set<FileAccess>(query.access ?? ['write'])].map((access) => ({
      rank: touchRanks[access],
      from,
      scope: sql`shown = 1 and ${toScope(Number(access === 'write'))}`,
      columns,
      where: allOf(filters),
    }));

  if (paths && 'ids' in paths) {
    const [only] = paths.ids;
    if (only === undefined) return toList([]);
    if (paths.ids.length === 1) {
      const byPath = sql`touches indexed by touches_path`;
      return toList(ofEach(byPath, (written) => sql`path_id = ${only} and written = ${written}`));
    }
    const gathered = sql`json_each(${JSON.stringify(paths.ids)}) j cross join touches indexed by touches_path`;
    return toList(ofEach(gathered, (written) => sql`path_id = j.value and written = ${written}`));
  }
  if (session !== undefined) {
    // The plus leaves only the table itself, in which a session's rows stand together.
    return toList(ofEach(sql`touches`, (written) => sql`session_id = ${session} and +written = ${written}`));
  }
  const byTime = ofEach(sql`touches indexed by touches_time`, (written) => sql`written = ${written}`);
  if (filters.length === 0) return toList(byTime);
  return { ...toList(byTime), floor: (from, stride) => floorBehind(db, byTime, from, stride) };

  function toList(indexes: TimeIndex[]): TouchList {
    return { read: (from, floor, count) => readKeys(db, indexes, from, floor, count) };
  }
}
