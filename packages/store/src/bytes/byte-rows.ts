import type { Connection } from '../database/connection.ts';
import { dictionaryBytes, hashBytes, type PackedBlob, type PackedSegment, packBytes, segmentBytes } from './pack.ts';
import type { SegmentReader, StoredCut } from './segment-reader.ts';

/** From this size on appended bytes are compressed at once instead of waiting as a raw row. */
const packAtOnceBytes = 16 * 1024;

/** Writes the bytes of sources. */
export interface ByteRows {
  /**
   * Compresses what should be stored compressed, outside of any transaction; `undefined` leaves the bytes a raw
   * row. `isBulk`: nothing will be appended soon, so even a small file is compressed at once.
   */
  prepare(sourceId: number | undefined, generation: number, offset: number, bytes: Uint8Array, isBulk: boolean):
    PackedSegment[] | undefined; // biome-ignore format: one signature
  append(sourceId: number, generation: number, offset: number, bytes: Uint8Array, packed: PackedSegment[] | undefined):
    void; // biome-ignore format: one signature
  addSegment(sourceId: number, generation: number, segment: PackedSegment): void;
  setPending(sourceId: number, bytes: Uint8Array): void;
  /** A generation that ends at `offset` keeps what was pending behind it: nobody will complete it. */
  keepPending(sourceId: number, generation: number, offset: number): void;
  /** Forgets the bytes of generations before `generation`; for documents nothing points into. */
  dropBefore(sourceId: number, generation: number): void;
  /** Forgets the segments of a generation that begin before `offset`. */
  dropUpTo(sourceId: number, generation: number, offset: number): void;
}

export function createByteRows(connection: Connection, reader: SegmentReader): ByteRows {
  const insert = connection.prepare(
    `INSERT INTO segments (source_id, generation, offset, length, codec, dictionary_length, hash, cuts, data)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const findBlob = connection.prepare('SELECT id FROM blobs WHERE hash = ?').pluck();
  const insertBlob = connection.prepare('INSERT INTO blobs (hash, codec, data) VALUES (?, ?, ?)');
  const putPending = connection.prepare('INSERT OR REPLACE INTO pending_bytes (source_id, bytes) VALUES (?, ?)');
  const pendingOf = connection.prepare('SELECT bytes FROM pending_bytes WHERE source_id = ?').pluck();
  const dropPending = connection.prepare('DELETE FROM pending_bytes WHERE source_id = ?');
  const dropUpTo = connection.prepare('DELETE FROM segments WHERE source_id = ? AND generation = ? AND offset < ?');
  const dropBefore = connection.prepare('DELETE FROM segments WHERE source_id = ? AND generation < ?');

  const blobId = (blob: PackedBlob): number =>
    (findBlob.get(blob.hash) as number | undefined) ??
    Number(insertBlob.run(blob.hash, blob.codec, blob.data).lastInsertRowid);

  const addSegment = (sourceId: number, generation: number, segment: PackedSegment) => {
    const { offset, length, dictionaryLength, hash, data } = segment;
    const cuts = segment.cuts.map(({ offset, length, blob, isEncoded }): StoredCut => {
      const id = blobId(blob);
      return isEncoded ? [offset, length, id] : [offset, length, id, 'text'];
    });
    const stored = cuts.length === 0 ? null : JSON.stringify(cuts);
    insert.run(sourceId, generation, offset, length, 'zstd', dictionaryLength, hash, stored, data);
  };

  const append: ByteRows['append'] = (sourceId, generation, offset, bytes, packed) => {
    if (packed) {
      for (const segment of packed) addSegment(sourceId, generation, segment);
    } else if (bytes.length > 0) {
      insert.run(sourceId, generation, offset, bytes.length, 'raw', 0, hashBytes(bytes), null, bytes);
    }
  };

  return {
    prepare(sourceId, generation, offset, bytes, isBulk) {
      if (bytes.length < (isBulk ? (offset === 0 ? 1 : packAtOnceBytes) : segmentBytes)) return undefined;
      const head =
        sourceId !== undefined && offset >= dictionaryBytes
          ? reader.range(sourceId, generation, 0, dictionaryBytes)
          : undefined;
      return packBytes(bytes, { offset, head, level: isBulk ? 1 : 3 });
    },
    append,
    addSegment,
    setPending(sourceId, bytes) {
      if (bytes.length === 0) dropPending.run(sourceId);
      else putPending.run(sourceId, bytes);
    },
    keepPending(sourceId, generation, offset) {
      const bytes = pendingOf.get(sourceId) as Buffer | undefined;
      if (bytes) append(sourceId, generation, offset, bytes, undefined);
    },
    dropBefore(sourceId, generation) {
      dropBefore.run(sourceId, generation);
    },
    dropUpTo(sourceId, generation, offset) {
      dropUpTo.run(sourceId, generation, offset);
    },
  };
}
