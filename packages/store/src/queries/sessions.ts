import type { Page, SessionQuery, SessionSort, SessionView } from '@belfry/core';
import { type Expression, type SqlBool, sql } from 'kysely';
import type { SessionRow } from '../tables/sessions.ts';
import { toSessionView } from '../views/session-view.ts';
import type { ArchiveDb } from './archive-db.ts';
import { parsePageCursor, toLimit, toPageCursor } from './page-cursor.ts';
import { matches, namesMachine } from './session-filter.ts';

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

/** What a list is sorted by, largest first; by project inside its project. `recent` is the index's own expression. */
const sortValues = {
  recent: sql<number>`ifnull(sessions.last_at, 0)`,
  oldest: sql<number>`-ifnull(sessions.first_at, 9007199254740991)`,
  longest: sql<number>`ifnull(sessions.last_at - sessions.first_at, 0)`,
  tokens: sql<number>`sessions.input + sessions.output + sessions.cache_read + sessions.cache_write_5m + sessions.cache_write_1h`,
  messages: sql<number>`sessions.messages`,
  project: sql<number>`ifnull(sessions.last_at, 0)`,
} as const satisfies Record<SessionSort, Expression<number>>;

/** One page of the session list. */
export async function listSessions(db: ArchiveDb, query: SessionQuery): Promise<Page<SessionView>> {
  const sort = query.sort ?? 'recent';
  const limit = toLimit(query.limit, 50);
  const value = sortValues[sort];
  const isByProject = sort === 'project';
  const types = ['number', 'number', ...(isByProject ? (['string'] as const) : [])] as const;
  let rows = selectSessions(db)
    .where(matches(query))
    .$if(isByProject, (all) => all.orderBy('sessions.project'))
    .orderBy(value, 'desc')
    .orderBy('sessions.id', 'desc');
  if (query.cursor !== undefined) {
    const [after = 0, id = 0, project = ''] = parsePageCursor(`sessions.${sort}`, query.cursor, types);
    const isBeyond = sql<SqlBool>`(${value}, sessions.id) < (${after}, ${id})`;
    rows = rows.where(
      isByProject
        ? sql<SqlBool>`(sessions.project > ${project} or (sessions.project = ${project} and ${isBeyond}))`
        : isBeyond,
    );
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
  const placeOf = (row: (typeof found)[number]) => [row.sort_value, row.id, ...(isByProject ? [row.project] : [])];
  const last = items.at(-1);
  return {
    items: items.map(toView),
    total,
    ...(found.length > limit && last ? { next: toPageCursor(`sessions.${sort}`, placeOf(last)) } : {}),
  };
}
