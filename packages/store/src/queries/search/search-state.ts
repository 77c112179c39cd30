import type { DerivedState, SearchPage } from '@belfry/core';
import type { Connection } from '../../database/connection.ts';

/** How far the two indexes have come. */
export function createSearchState(connection: Connection): () => SearchPage['indexing'] {
  const pending = connection.prepare(
    'SELECT side, sum(bytes) AS bytes, count(*) AS sessions FROM search_todo GROUP BY side',
  );
  const total = connection.prepare(`SELECT ifnull(sum(offset), 0) FROM sources WHERE role = 'transcript'`).pluck();
  return () => {
    const rows = pending.all() as { side: number; bytes: number; sessions: number }[];
    // Counted only when somebody waits for it.
    const totalBytes = rows.length === 0 ? 0 : (total.get() as number);
    const stateOf = (side: number): DerivedState => {
      const row = rows.find((one) => one.side === side);
      if (!row) return { complete: true, pendingBytes: 0, totalBytes: 0 };
      return { complete: false, pendingBytes: Math.min(row.bytes, totalBytes), totalBytes };
    };
    return { messages: stateOf(0), outputs: stateOf(1) };
  };
}
