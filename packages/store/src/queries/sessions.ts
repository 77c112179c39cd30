import type { Page, SessionQuery, SessionSort, SessionView } from '@belfry/core';
import { type Expression, type SqlBool, sql } from 'kysely';
import { type SessionRow, shelves } from '../tables/sessions.ts';
import { toSessionView } from '../views/session-view.ts';
import type { ArchiveDb } from './archive-db.ts';
import { parsePageCursor, toLimit, toPageCursor } from './page-cursor.ts';

export type PlacedSessionRow = SessionRow & { machine: string; root: string };

/** A session's row with what it refers to; start of every query that gives views. */
export function selectSessions(db: ArchiveDb) {
  return db
    .selectFrom('sessions')
    .innerJoin('roots', 'roots.id', 'sessions.root_id')
    .selectAll('sessions')
    .select(['roots.machine', 'roots.path as root']);
}

export function toView(row: PlacedSessionRow): SessionView {
  return toSessionView(row, row);
}

/** What a list is sorted by, largest first. `recent` is the index's own expression. */
const sortValues = {
  recent: sql<number>`ifnull(sessions.last_at, 0)`,
  oldest: sql<number>`-ifnull(sessions.first_at, 9007199254740991)`,
  longest: sql<number>`ifnull(sessions.last_at - sessions.first_at, 0)`,
  tokens: sql<number>`sessions.input + sessions.output + sessions.cache_read + sessions.cache_write_5m + sessions.cache_write_1h`,
  messages: sql<number>`sessions.messages`,
} as const satisfies Record<SessionSort, Expression<number>>;

/** One page of the session list. */
export async function listSessions(db: ArchiveDb, query: SessionQuery): Promise<Page<SessionView>> {
  const sort = query.sort ?? 'recent';
  const limit = toLimit(query.limit, 50);
  const value = sortValues[sort];
  let rows = selectSessions(db).where(matches(query)).orderBy(value, 'desc').orderBy('sessions.id', 'desc');
  if (query.cursor !== undefined) {
    const [after = 0, id = 0] = parsePageCursor(`sessions.${sort}`, query.cursor, ['number', 'number']);
    rows = rows.where(sql<SqlBool>`(${value}, sessions.id) < (${after}, ${id})`);
  }
  const found = (await rows
    .select(value.as('sort_value'))
    .limit(limit + 1)
    .execute()) as (PlacedSessionRow & { sort_value: number })[];
  const { total } = await db
    .selectFrom('sessions')
    .$if(namesMachine(query), (all) => all.innerJoin('roots', 'roots.id', 'sessions.root_id'))
    .where(matches(query))
    .select(sql<number>`count(*)`.as('total'))
    .executeTakeFirstOrThrow();
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(toView),
    total,
    ...(found.length > limit && last ? { next: toPageCursor(`sessions.${sort}`, [last.sort_value, last.id]) } : {}),
  };
}

function namesMachine({ machine = [] }: SessionQuery): boolean {
  return machine.length > 0;
}

function matches(query: SessionQuery) {
  const { listed, underParent } = shelves;
  const conditions = [
    query.includeSubagents
      ? sql<SqlBool>`sessions.shelf in (${listed}, ${underParent})`
      : sql<SqlBool>`sessions.shelf = ${listed}`,
  ];
  const anyOf = (column: string, values: readonly string[] | undefined) => {
    if (values && values.length > 0) conditions.push(sql`${sql.ref(column)} in (${sql.join(values)})`);
  };
  anyOf('sessions.agent', query.agent);
  anyOf('sessions.project', query.project);
  anyOf('roots.machine', query.machine);
  if (query.from !== undefined) conditions.push(sql`sessions.last_at >= ${Date.parse(query.from)}`);
  if (query.to !== undefined) conditions.push(sql`sessions.first_at < ${Date.parse(query.to)}`);
  if (query.hasError !== undefined) {
    conditions.push(sql`(sessions.tool_errors + sessions.errors > 0) = ${query.hasError ? 1 : 0}`);
  }
  // instr, not LIKE: what the user types has no wildcards.
  if (query.text) conditions.push(sql`instr(sessions.needle, ${query.text.toLowerCase()}) > 0`);
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`;
}
