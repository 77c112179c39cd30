import { fromSessionId, type SessionDetail, type SessionView, toSessionId } from '@belfry/core';
import { sql } from 'kysely';
import { compareReading } from '../apply/merge-session.ts';
import type { SourceRank } from '../apply/source-order.ts';
import { type SessionRow, shelves } from '../tables/sessions.ts';
import type { ArchiveDb } from './archive-db.ts';
import { type PlacedSessionRow, selectSessions, toView } from './sessions.ts';

/** Row of a public id; the most recent when several machines or roots hold the same. */
export async function findSession(db: ArchiveDb, id: string): Promise<PlacedSessionRow | undefined> {
  const named = fromSessionId(id);
  if (!named) return undefined;
  return (await selectSessions(db)
    .where('sessions.agent', '=', named.agent)
    .where('sessions.native', '=', named.native)
    // What is left of a pruned session is there for the sums alone.
    .where((or) => or.or([or('sessions.pruned_at', 'is', null), or('sessions.shelf', '>', shelves.hidden)]))
    .orderBy('sessions.shelf', 'desc')
    .orderBy(sql`ifnull(sessions.last_at, 0)`, 'desc')
    .orderBy('roots.machine')
    .orderBy('roots.path')
    .limit(1)
    .executeTakeFirst()) as PlacedSessionRow | undefined;
}

/** A source of a session, in reading order. */
export interface ReadingSource {
  id: number;
  /** Its newest generation. */
  generation: number;
}

export async function sessionDetail(db: ArchiveDb, id: string): Promise<SessionDetail | undefined> {
  const row = await findSession(db, id);
  if (!row) return undefined;
  const sources = await sourcesOf(db, row);
  const forks = await db
    .selectFrom('sessions')
    .select(['agent', 'native'])
    .where('parent', '=', row.native)
    .where('agent', '=', row.agent)
    .where('root_id', '=', row.root_id)
    .where('relation', 'in', ['fork', 'continuation'])
    .where('shelf', '>', shelves.hidden)
    .orderBy('first_at')
    .orderBy('native')
    .execute();
  const detail: SessionDetail = {
    ...toView(row),
    sources: sources.map(({ path, role, bytes, generation, gone }) => ({
      path,
      root: row.root,
      role,
      bytes,
      generation,
      gone: gone === 1,
    })),
    forks: forks.map(({ agent, native }) => toSessionId(agent, native)),
  };
  if (row.reported_cost_micros !== null) detail.reportedCostMicros = row.reported_cost_micros;
  if (row.permission_mode !== null) detail.permissionMode = row.permission_mode;
  return detail;
}

/** Sources of a session in reading order, each once. */
export async function sourcesOf(db: ArchiveDb, { id, native }: Pick<SessionRow, 'id' | 'native'>) {
  const rows = await db
    .selectFrom('contributions as c')
    .innerJoin('sources as s', 's.id', 'c.source_id')
    .select(['s.id', 's.path', 's.role', 's.compression', 's.session', 's.offset as bytes', 's.generation', 's.gone'])
    .select(['c.first_at as firstAt', 'c.generation as contributed'])
    .where('c.session_id', '=', id)
    .execute();
  return inReadingOrder(native, rows);
}

/** Contributions of a session's sources as the sources are read, each once. */
export function inReadingOrder<Row extends SourceRank & { id: number; firstAt: number | null; contributed: number }>(
  native: string,
  rows: readonly Row[],
): Row[] {
  const sorted = rows.toSorted((a, b) =>
    compareReading(native, { ...a, generation: a.contributed }, { ...b, generation: b.contributed }),
  );
  return [...new Map(sorted.toReversed().map((row) => [row.id, row])).values()].reverse();
}

/** Subagent sessions of a session, oldest first. */
export async function childrenOf(db: ArchiveDb, id: string): Promise<SessionView[] | undefined> {
  const parent = await findSession(db, id);
  if (!parent) return undefined;
  const rows = await selectSessions(db)
    .where('sessions.parent', '=', parent.native)
    .where('sessions.agent', '=', parent.agent)
    .where('sessions.root_id', '=', parent.root_id)
    .where('sessions.relation', '=', 'subagent')
    .where('sessions.shelf', '>', shelves.hidden)
    .orderBy('sessions.first_at')
    .orderBy('sessions.native')
    .execute();
  return (rows as PlacedSessionRow[]).map(toView);
}

/** Public id of the session whose transcript is the file at this absolute path. */
export async function sessionByPath(db: ArchiveDb, path: string): Promise<string | undefined> {
  const slashed = path.replaceAll('\\', '/');
  const roots = await db.selectFrom('roots').selectAll().execute();
  for (const root of roots) {
    const prefix = `${root.path.replaceAll('\\', '/').replace(/\/+$/, '')}/`;
    if (!slashed.startsWith(prefix)) continue;
    const found = await db
      .selectFrom('sources as f')
      .innerJoin('contributions as c', 'c.source_id', 'f.id')
      .innerJoin('sessions as s', 's.id', 'c.session_id')
      .select(['s.agent', 's.native'])
      .where('f.root_id', '=', root.id)
      .where('f.path', '=', slashed.slice(prefix.length))
      .where('f.role', '=', 'transcript')
      // Of the sessions in one file the one the path names, else the one that begins it.
      .orderBy(sql`s.native = ifnull(f.session, '')`, 'desc')
      .orderBy('c.first_offset')
      .orderBy('s.native')
      .limit(1)
      .executeTakeFirst();
    if (found) return toSessionId(found.agent, found.native);
  }
  return undefined;
}
