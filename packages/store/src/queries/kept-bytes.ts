import type { StoredCut } from '../bytes/segment-reader.ts';
import type { Connection } from '../database/connection.ts';

/** Bytes sources take in the archive, all generations. */
export interface KeptBytes {
  bySource: Map<number, number>;
  segmentBytes: number;
  blobBytes: number;
}

/** Sizes only, no content is read. A binary that several sources hold counts with the first of them. */
export function readKeptBytes(connection: Connection): KeptBytes {
  const bySource = new Map<number, number>();
  let segmentBytes = 0;
  const add = (source: number, bytes: number) => bySource.set(source, (bySource.get(source) ?? 0) + bytes);

  const segments = connection.prepare(
    'SELECT source_id, sum(length(data)) AS bytes FROM segments INDEXED BY segments_kept GROUP BY source_id',
  );
  for (const { source_id, bytes } of segments.all() as { source_id: number; bytes: number }[]) {
    add(source_id, bytes);
    segmentBytes += bytes;
  }

  const blobs = connection.prepare('SELECT id, length(data) AS bytes FROM blobs').all() as {
    id: number;
    bytes: number;
  }[];
  const sizes = new Map(blobs.map(({ id, bytes }) => [id, bytes]));
  const blobBytes = blobs.reduce((sum, { bytes }) => sum + bytes, 0);
  const cut = connection.prepare(
    'SELECT source_id, cuts FROM segments INDEXED BY segments_cut WHERE cuts IS NOT NULL ORDER BY source_id',
  );
  for (const { source_id, cuts } of cut.all() as { source_id: number; cuts: string }[]) {
    for (const [, , blob] of JSON.parse(cuts) as StoredCut[]) {
      add(source_id, sizes.get(blob) ?? 0);
      sizes.delete(blob);
    }
  }
  return { bySource, segmentBytes, blobBytes };
}
