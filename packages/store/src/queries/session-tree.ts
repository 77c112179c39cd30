import type { SessionTree } from '@belfry/core';
import type { ArchiveDb } from './archive-db.ts';
import { findSession } from './session.ts';

/** A session with everything it spawned. */
export async function readTree(
  db: ArchiveDb,
  id: string,
  _query: { whole?: boolean; now: number },
): Promise<SessionTree | undefined> {
  if (!(await findSession(db, id))) return undefined;
  return { ancestors: [], nodes: [], total: 0, teams: [] };
}
