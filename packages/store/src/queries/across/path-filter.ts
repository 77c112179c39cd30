import type { FileEditQuery } from '@belfry/core';
import { type SqlBool, sql } from 'kysely';
import { toFileName } from '../../apply/touch-rows.ts';
import type { ArchiveDb } from '../archive-db.ts';
import { allOf, type Condition } from './time-index.ts';

/** Of more files no list is made: so many are met soon. */
const manyPaths = 5_000;
/** Rows about files that are gathered and sorted for a page. */
const gatheredRows = 5_000;

/**
 * Files a query speaks of. `ids`: row numbers of files about which there is little, so that all of it can be looked
 * at; else a condition on `path_id`, which rows met in the order of time soon fulfil.
 */
export type PathFilter = { ids: readonly number[] } | { many: Condition };

/** `undefined` when the query names no file. */
export async function readPathFilter(db: ArchiveDb, { path, text }: FileEditQuery): Promise<PathFilter | undefined> {
  const conditions: Condition[] = [];
  if (path) conditions.push(isAbsolute(path) ? atOrBelow(path) : endsIn(path));
  if (text) conditions.push(contains(text));
  if (conditions.length === 0) return undefined;
  const { rows } = await sql<{ id: number }>`
    select id from file_paths where ${allOf(conditions)} limit ${manyPaths + 1}`.execute(db);
  if (rows.length > manyPaths) {
    return { many: sql`exists (select 1 from file_paths where id = path_id and ${allOf(conditions)})` };
  }
  const ids = rows.map(({ id }) => id);
  // Of one file everything is a range of the index, however much it is.
  if (ids.length <= 1 || (await countTouches(db, ids)) <= gatheredRows) return { ids };
  return { many: sql`+path_id in (select value from json_each(${JSON.stringify(ids)}))` };
}

/** Rows about files, up to one more than are gathered. */
async function countTouches(db: ArchiveDb, ids: readonly number[]): Promise<number> {
  const { rows } = await sql<{ touches: number }>`
    select count(*) as touches from (
      select 1 from json_each(${JSON.stringify(ids)}) j cross join touches t indexed by touches_path
        on t.path_id = j.value where t.shown = 1 limit ${gatheredRows + 1})`.execute(db);
  return rows[0]?.touches ?? 0;
}

function isAbsolute(path: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path);
}

/** The path itself or anything below it: ranges of the unique index. */
function atOrBelow(path: string): Condition {
  const separator = path.startsWith('/') ? '/' : '\\';
  const bare = path.replace(/[\\/]+$/, '');
  const next = String.fromCharCode(separator.charCodeAt(0) + 1);
  if (bare === '') return sql<SqlBool>`path >= '/' and path < '0'`;
  const below = sql<SqlBool>`path >= ${bare + separator} and path < ${bare + next}`;
  return sql<SqlBool>`(path = ${bare} or ${below})`;
}

/** Whole last segments of a path, ignoring case, found by the last one. */
function endsIn(path: string): Condition {
  const tail = path
    .replace(/^(?:\.?[\\/])+|[\\/]+$/g, '')
    .toLowerCase()
    .replaceAll('\\', '/');
  const whole = sql`lower(replace(path, '\\', '/'))`;
  return allOf([
    sql<SqlBool>`name = ${toFileName(tail)}`,
    sql<SqlBool>`(${whole} = ${tail} or substr(${whole}, ${-(tail.length + 1)}) = ${`/${tail}`})`,
  ]);
}

/** Any piece of a path, ignoring the case of Latin letters. Looks through every path, of which there are few. */
function contains(text: string): Condition {
  return sql<SqlBool>`path like ${`%${text.replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`;
}
