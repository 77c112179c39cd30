import type { ArchiveStats } from '@belfry/core';
import { sql } from 'kysely';
import type { Connection } from '../database/connection.ts';
import { shelves } from '../tables/sessions.ts';
import type { ArchiveDb } from './archive-db.ts';
import { countNames } from './names.ts';

/** Sums over rows that are kept exact, so that nothing large is counted here. */
export async function archiveStats(db: ArchiveDb, connection: Connection): Promise<ArchiveStats> {
  const sessions = await db
    .selectFrom('sessions')
    .select([
      sql<number>`count(*) filter (where shelf = ${shelves.listed})`.as('sessions'),
      sql<number>`count(*) filter (where shelf = ${shelves.underParent})`.as('subagents'),
      sql<number>`ifnull(sum(messages), 0)`.as('messages'),
      sql<number>`ifnull(sum(tool_calls), 0)`.as('toolCalls'),
    ])
    .executeTakeFirstOrThrow();
  const usage = await db
    .selectFrom('session_usage')
    .select(sql<number>`ifnull(sum(requests), 0)`.as('requests'))
    .executeTakeFirstOrThrow();
  const sources = await db
    .selectFrom('sources')
    .select([
      sql<number>`count(*)`.as('sources'),
      sql<number>`ifnull(sum(gone), 0)`.as('sourcesGone'),
      sql<number>`ifnull(sum(offset - pruned_offset), 0)`.as('sourceBytes'),
    ])
    // Of what was pruned only the place it was read up to is left.
    .where(sql<boolean>`pruned_offset = 0 or pruned_offset < offset`)
    .executeTakeFirstOrThrow();
  const issues = await db.selectFrom('issues').select(sql<number>`count(*)`.as('issues')).executeTakeFirstOrThrow();
  const pages = Number(connection.pragma('page_count', { simple: true }));
  const archiveBytes = pages * Number(connection.pragma('page_size', { simple: true }));
  return { ...sessions, ...usage, ...sources, ...issues, archiveBytes, agents: await countNames(db, 'agent') };
}
