import type { SessionView } from '@belfry/core';
import { type SqlBool, sql } from 'kysely';
import { shelves } from '../../tables/sessions.ts';
import type { ArchiveDb } from '../archive-db.ts';
import { inReadingOrder, type ReadingSource } from '../session.ts';
import { type PlacedSessionRow, selectSessions, toView } from '../sessions.ts';
import { allOf, type Condition } from './time-index.ts';

/** Which sessions a list across sessions speaks of. */
export interface SessionSet {
  agent?: string[];
  project?: string[];
}

/** Sessions of the set that are shown, as a condition on `sessions`. */
function inSet({ agent = [], project = [] }: SessionSet): Condition {
  const conditions: Condition[] = [sql<SqlBool>`shelf in (${shelves.underParent}, ${shelves.listed})`];
  if (agent.length > 0) conditions.push(sql`agent in (${sql.join(agent)})`);
  if (project.length > 0) conditions.push(sql`project in (${sql.join(project)})`);
  return allOf(conditions);
}

export function isNarrow({ agent = [], project = [] }: SessionSet): boolean {
  return agent.length + project.length > 0;
}

/** As a condition on `session_id`; the plus keeps the planner from taking another index for it. */
export function ofSet(set: SessionSet): Condition {
  return sql`+session_id in (select id from sessions where ${inSet(set)})`;
}

/** Latest record of the set's sessions, ms; `undefined` when there are none or none has a time. */
export async function latestOf(db: ArchiveDb, set: SessionSet): Promise<number | undefined> {
  const { rows } = await sql<{ last_at: number | null }>`
    select max(last_at) as last_at from sessions indexed by sessions_project where ${inSet(set)}`.execute(db);
  return rows[0]?.last_at ?? undefined;
}

/** A session with what is needed to speak of its messages. */
export interface KnownSession {
  row: PlacedSessionRow;
  /** In reading order. */
  reading: ReadingSource[];
}

/** Sessions by row number, without those that are not shown. */
export async function readSessions(db: ArchiveDb, ids: readonly number[]): Promise<Map<number, KnownSession>> {
  if (ids.length === 0) return new Map();
  const rows = (await selectSessions(db)
    .where('sessions.id', 'in', ids)
    .where('sessions.shelf', '>', shelves.hidden)
    .execute()) as PlacedSessionRow[];
  const sources = await db
    .selectFrom('contributions as c')
    .innerJoin('sources as s', 's.id', 'c.source_id')
    .select(['c.session_id', 's.id', 's.path', 's.role', 's.compression', 's.session', 's.generation'])
    .select(['c.first_at as firstAt', 'c.generation as contributed'])
    .where('c.session_id', 'in', ids)
    .execute();
  const bySession = Map.groupBy(sources, ({ session_id }) => session_id);
  return new Map(
    rows.map((row) => {
      return [row.id, { row, reading: inReadingOrder(row.native, bySession.get(row.id) ?? []) }];
    }),
  );
}

/** Views of the sessions a page speaks of, most recent first. */
export function toViews(sessions: Iterable<KnownSession>): SessionView[] {
  return [...sessions].sort((a, b) => (b.row.last_at ?? 0) - (a.row.last_at ?? 0)).map(({ row }) => toView(row));
}
