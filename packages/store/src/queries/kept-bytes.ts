import type { StoredCut } from '../bytes/segment-reader.ts';
import type { Connection } from '../database/connection.ts';

/** Bytes sources take in the archive, all generations. */
export interface KeptBytes {
  /** Compressed bytes by number of the source, without what was cut out. */
  segmentsOf: Map<number, number>;
  /** By number of the blob: its size and the sources that hold it. */
  blobs: Map<number, { sizeBytes: number; holders: Set<number> }>;
}

/** Sizes only, no content is read. */
export function readKeptBytes(connection: Connection): KeptBytes {
  const segments = connection
    .prepare('SELECT source_id, sum(length(data)) FROM segments INDEXED BY segments_kept GROUP BY source_id')
    .raw()
    .all() as [number, number][];
  const sizes = connection.prepare('SELECT id, length(data) FROM blobs').raw().all() as [number, number][];
  const blobs = new Map(sizes.map(([id, sizeBytes]) => [id, { sizeBytes, holders: new Set<number>() }]));
  const cut = connection
    .prepare('SELECT source_id, cuts FROM segments INDEXED BY segments_cut WHERE cuts IS NOT NULL ORDER BY source_id')
    .raw()
    .all() as [number, string][];
  for (const [source, cuts] of cut) {
    for (const [, , blob] of JSON.parse(cuts) as StoredCut[]) blobs.get(blob)?.holders.add(source);
  }
  return { segmentsOf: new Map(segments), blobs };
}
