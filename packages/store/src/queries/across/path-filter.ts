import type { FileEditQuery } from '@belfry/core';
import { type SqlBool, sql } from 'kysely';
import { toFileName } from '../../apply/touch-rows.ts';
import type { ArchiveDb } from '../archive-db.ts';
import { allOf, type Condition } from './time-index.ts';

/** Files of a query that are looked up one by one; of more, the whole list is filtered. */
const fewPaths = 64;
/** Of even more no list is made: so many files are met soon. */
const manyPaths = 5_000;

/** Files a query speaks of: their row numbers when they are few, else a condition on `path_id`. */
export type PathFilter = { few: number[] } | { many: Condition };

/** `undefined` when the query names no file. */
export async function readPathFilter(db: ArchiveDb, { path, text }: FileEditQuery): Promise<PathFilter | undefined> {
  const conditions: Condition[] = [];
  if (path) conditions.push(isAbsolute(path) ? atOrBelow(path) : endsIn(path));
  if (text) conditions.push(contains(text));
  if (conditions.length === 0) return undefined;
  const { rows } = await sql<{ id: number }>`
    select id from file_paths where ${allOf(conditions)} limit ${manyPaths + 1}`.execute(db);
  const ids = rows.map(({ id }) => id);
  if (ids.length <= fewPaths) return { few: ids };
  if (ids.length <= manyPaths) {
    return { many: sql`+path_id in (select value from json_each(${JSON.stringify(ids)}))` };
  }
  return { many: sql`exists (select 1 from file_paths where id = path_id and ${allOf(conditions)})` };
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
