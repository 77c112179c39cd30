import type { FileEditPage, FileEditQuery } from '@belfry/core';
import type { ArchiveDb } from './archive-db.ts';
import { findSession } from './session.ts';

/** Files that calls touched, newest first; `undefined` when the query names a session the archive does not hold. */
export async function listEdits(db: ArchiveDb, query: FileEditQuery): Promise<FileEditPage | undefined> {
  if (query.session !== undefined && !(await findSession(db, query.session))) return undefined;
  return { items: [], sessions: [] };
}
