import type { DerivedState, SearchPage, SearchQuery } from '@belfry/core';
import type { ArchiveDb } from './archive-db.ts';
import { findSession } from './session.ts';

/** Blocks of transcripts that match; `undefined` when the query names a session the archive does not hold. */
export async function search(db: ArchiveDb, query: SearchQuery): Promise<SearchPage | undefined> {
  if (query.session !== undefined && !(await findSession(db, query.session))) return undefined;
  const nothingYet: DerivedState = { complete: false, pendingBytes: 0, totalBytes: 0 };
  return {
    items: [],
    sessions: [],
    total: { hits: 0, isExact: true },
    matched: 'words',
    indexing: { messages: nothingYet, outputs: nothingYet },
    alternatives: [],
    tookMs: 0,
  };
}
