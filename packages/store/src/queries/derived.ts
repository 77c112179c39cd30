import type { Derived, DerivedState } from '@belfry/core';
import type { Connection } from '../database/connection.ts';

const complete: DerivedState = { complete: true, pendingBytes: 0, totalBytes: 0 };

/** How far what is derived from the archive's own bytes has come. */
export function createDerivedState(connection: Connection): () => Derived {
  const pending = connection.prepare('SELECT side, sum(bytes) AS bytes FROM search_todo GROUP BY side');
  const total = connection.prepare(`SELECT ifnull(sum(offset), 0) FROM sources WHERE role = 'transcript'`).pluck();
  return () => {
    const rows = pending.all() as { side: number; bytes: number }[];
    // Counted only when somebody waits for it.
    const totalBytes = rows.length === 0 ? 0 : (total.get() as number);
    const indexOf = (side: number): DerivedState => {
      const row = rows.find((one) => one.side === side);
      return row ? { complete: false, pendingBytes: Math.min(row.bytes, totalBytes), totalBytes } : complete;
    };
    return { usage: complete, transcripts: complete, messageIndex: indexOf(0), outputIndex: indexOf(1) };
  };
}
