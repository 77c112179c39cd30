import type { Connection } from '../database/connection.ts';
import type { Transact } from '../database/transaction.ts';
import type { SegmentRow } from '../tables/segments.ts';
import type { ByteRows } from './byte-rows.ts';
import { dictionaryBytes, hashBytes, packBytes, segmentBytes } from './pack.ts';
import type { SegmentReader } from './segment-reader.ts';

/**
 * Turns raw tails into compressed segments when they are full or nothing was appended for a while, and empties
 * the WAL, so that commits need not.
 */
export interface Folder {
  /** The source is in use: its tail is left alone by the next `fold` unless it is full. */
  noteAppend(sourceId: number): void;
  fold(limitBytes: number): number;
  /** Bytes in raw rows. */
  tailBytes(): number;
}

interface Tail {
  source_id: number;
  generation: number;
  bytes: number;
}

export function createFolder(
  connection: Connection,
  reader: SegmentReader,
  bytes: ByteRows,
  transact: Transact,
): Folder {
  const tails = connection.prepare(
    `SELECT source_id, generation, sum(length) AS bytes FROM segments WHERE codec = 'raw'
       GROUP BY source_id, generation ORDER BY source_id, generation`,
  );
  const rawRows = connection.prepare(
    `SELECT * FROM segments INDEXED BY segments_raw
       WHERE source_id = ? AND generation = ? AND codec = 'raw' ORDER BY offset`,
  );
  const before = connection.prepare(
    // What was pruned may still be there, and is not to be mixed with what came since.
    `SELECT * FROM segments WHERE source_id = ? AND generation = ? AND offset < ?
       AND offset >= (SELECT pruned_offset FROM sources WHERE id = segments.source_id)
       ORDER BY offset DESC LIMIT 1`,
  );
  const exists = connection.prepare('SELECT 1 FROM segments WHERE id = ? AND hash = ?').pluck();
  const setAside = connection.prepare(`UPDATE segments SET codec = 'damaged' WHERE id = ?`);
  const remove = connection.prepare('DELETE FROM segments WHERE id = ?');
  const rawBytes = connection.prepare(`SELECT ifnull(sum(length), 0) FROM segments WHERE codec = 'raw'`).pluck();
  const recent = new Set<number>();
  let hasAppended = false;

  return {
    noteAppend(sourceId) {
      hasAppended = true;
      recent.add(sourceId);
    },
    tailBytes: () => rawBytes.get() as number,
    fold(limitBytes) {
      const due = (tails.all() as Tail[]).filter((tail) => tail.bytes >= segmentBytes || !recent.has(tail.source_id));
      recent.clear();
      let folded = 0;
      for (const tail of due) {
        if (folded >= limitBytes) break;
        for (const run of runsOf(rawRows.all(tail.source_id, tail.generation) as SegmentRow[])) folded += foldRun(run);
      }
      if (hasAppended) connection.pragma('wal_checkpoint(PASSIVE)');
      hasAppended = folded > 0;
      return folded;
    },
  };

  function foldRun(rows: SegmentRow[]): number {
    const [first] = rows;
    if (!first) return 0;
    const { source_id, generation } = first;
    // A short segment from an earlier quiet time is folded again, or a slow session would leave hundreds of them.
    const previous = before.get(source_id, generation, first.offset) as SegmentRow | undefined;
    if (previous?.codec === 'zstd' && previous.length < segmentBytes / 2) rows.unshift(previous);
    // Folding a damaged row would give it a hash that fits; it stays as it is, for restore to find out.
    const damaged = rows.filter((row) => !Buffer.from(row.hash).equals(hashBytes(reader.expand(row))));
    if (damaged.length > 0) return transact(() => damaged.reduce((sum, row) => sum + setAside.run(row.id).changes, 0));
    const { offset } = rows[0] ?? first;
    const whole = Buffer.concat(rows.map((row) => reader.expand(row)));
    const head = offset >= dictionaryBytes ? reader.range(source_id, generation, 0, dictionaryBytes) : undefined;
    const segments = packBytes(whole, { offset, head });
    return transact(() => {
      // Another process may have folded the same rows meanwhile; then there is nothing to do.
      if (!rows.every((row) => exists.get(row.id, row.hash))) return 0;
      for (const row of rows) remove.run(row.id);
      for (const segment of segments) bytes.addSegment(source_id, generation, segment);
      return whole.length;
    });
  }
}

/** Rows that follow each other; larger appends between them are compressed already. */
function runsOf(rows: readonly SegmentRow[]): SegmentRow[][] {
  const runs: SegmentRow[][] = [];
  let end = -1;
  for (const row of rows) {
    if (row.offset === end) runs.at(-1)?.push(row);
    else runs.push([row]);
    end = row.offset + row.length;
  }
  return runs;
}
