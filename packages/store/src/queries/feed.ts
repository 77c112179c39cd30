import type { FeedPage, FeedQuery } from '@belfry/core';
import type { ArchiveDb } from './archive-db.ts';

/** Messages and calls of all sessions, newest first. */
export async function readFeed(_db: ArchiveDb, _query: FeedQuery): Promise<FeedPage> {
  return { items: [], sessions: [] };
}
