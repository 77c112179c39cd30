import type { NameCount } from '@belfry/core';
import { sql } from 'kysely';
import { shelves } from '../tables/sessions.ts';
import { toIsoTime } from '../views/iso-time.ts';
import type { ArchiveDb } from './archive-db.ts';

/** Listed sessions by project or agent, most recent first. */
export async function countNames(db: ArchiveDb, column: 'project' | 'agent'): Promise<NameCount[]> {
  const rows = await db
    .selectFrom('sessions')
    .where('shelf', '=', shelves.listed)
    .groupBy(column)
    .select([`${column} as name`, sql<number>`count(*)`.as('sessions'), sql<number | null>`max(last_at)`.as('last_at')])
    .execute();
  return toNameCounts(rows);
}

export async function countMachines(db: ArchiveDb): Promise<NameCount[]> {
  const rows = await db
    .selectFrom('sessions')
    .innerJoin('roots', 'roots.id', 'sessions.root_id')
    .where('shelf', '=', shelves.listed)
    .groupBy('roots.machine')
    .select(['roots.machine as name', sql<number>`count(*)`.as('sessions')])
    .select(sql<number | null>`max(last_at)`.as('last_at'))
    .execute();
  return toNameCounts(rows);
}

function toNameCounts(rows: { name: string; sessions: number; last_at: number | null }[]): NameCount[] {
  return rows
    .sort((a, b) => (b.last_at ?? 0) - (a.last_at ?? 0) || (a.name < b.name ? -1 : 1))
    .map(({ name, sessions, last_at }) =>
      last_at === null ? { name, sessions } : { name, sessions, lastAt: toIsoTime(last_at) },
    );
}
