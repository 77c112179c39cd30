import type { KeptPast } from '@belfry/core';
import type { SegmentReader } from '../bytes/segment-reader.ts';
import type { Connection } from '../database/connection.ts';
import type { SourceRow } from '../tables/sources.ts';

/** Pasts of a source as they are kept, oldest first; `undefined` when some of their bytes are missing. */
export type KeptPasts = (
  source: Pick<SourceRow, 'id' | 'generation' | 'offset' | 'pruned_offset'>,
) => KeptPast[] | undefined;

export function createKeptPasts(connection: Connection, reader: SegmentReader): KeptPasts {
  const kept = connection.prepare(
    `SELECT generation, min("offset") AS start, sum(length) AS bytes, max("offset" + length) AS end FROM segments
       WHERE source_id = ? GROUP BY generation ORDER BY generation`,
  );
  return ({ id, generation, offset, pruned_offset }) => {
    if (pruned_offset > 0) return undefined;
    const rows = kept.all(id) as { generation: number; start: number; bytes: number; end: number }[];
    if (rows.some(({ start, bytes, end }) => start !== 0 || bytes !== end)) return undefined;
    const newest = rows.find((row) => row.generation === generation);
    if ((newest?.end ?? 0) !== offset) return undefined;
    // A file that was emptied has a past without a byte.
    const pasts = newest ? rows : [...rows, { generation, end: 0 }];
    return pasts.map((past) => ({
      generation: past.generation,
      sizeBytes: past.end,
      read: (from, length) => reader.range(id, past.generation, from, length),
    }));
  };
}
