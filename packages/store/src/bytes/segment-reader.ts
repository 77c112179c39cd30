import { zstdDecompressSync } from 'node:zlib';
import type { Connection } from '../database/connection.ts';
import type { BlobRow, SegmentRow } from '../tables/segments.ts';

/** Expanded segments kept for the next read of their neighbours. */
const cacheBytes = 16 * 1024 * 1024;

/** Reads ranges of kept bytes. */
export interface SegmentReader {
  /** Fewer bytes than asked for where the generation ends. */
  range(sourceId: number, generation: number, offset: number, length: number): Uint8Array;
  /** The bytes of the segment that holds `offset`, and where it begins; for whoever reads one record after the other. */
  around(sourceId: number, generation: number, offset: number): { offset: number; bytes: Uint8Array } | undefined;
  /** Segments from `offset` on, one at a time; no statement stays open between them. */
  segments(sourceId: number, generation: number, offset?: number): IterableIterator<SegmentRow>;
  expand(segment: SegmentRow): Uint8Array;
  /** Empties the cache. */
  forget(): void;
}

/** Largest piece that is expanded at once; a row that says more of itself is damaged. */
const maxRoomBytes = 8 * 1024 * 1024;

/** What a segment expands into, and a little more: filled to the brim, zlib makes room for another piece. */
function roomFor({ length }: SegmentRow): number {
  return Math.max(0, Math.min(length, maxRoomBytes)) + 64;
}

export function createSegmentReader(connection: Connection): SegmentReader {
  const place = 'source_id = ? AND generation = ? AND offset';
  // Without the data: most ranges lie in a segment that was expanded just before.
  const covering = connection.prepare(
    `SELECT id, offset, length, hash FROM segments WHERE ${place} <= ? ORDER BY offset DESC LIMIT 1`,
  );
  const whole = connection.prepare('SELECT * FROM segments WHERE id = ?');
  const following = connection.prepare(`SELECT * FROM segments WHERE ${place} >= ? ORDER BY offset LIMIT 1`);
  const blob = connection.prepare('SELECT codec, data FROM blobs WHERE id = ?');
  const cache = new Map<string, Uint8Array>();
  let cached = 0;

  /** What was expanded before; by content, because folding deletes rows and SQLite gives their numbers away again. */
  const recall = (name: string): Uint8Array | undefined => {
    const known = cache.get(name);
    if (known) {
      cache.delete(name);
      cache.set(name, known);
    }
    return known;
  };

  const expand = (segment: SegmentRow): Uint8Array => {
    if (segment.codec !== 'zstd') return segment.data;
    const name = nameOf(segment);
    const known = recall(name);
    if (known) return known;
    const dictionary =
      segment.dictionary_length > 0
        ? range(segment.source_id, segment.generation, 0, segment.dictionary_length)
        : undefined;
    const packed = zstdDecompressSync(segment.data, { chunkSize: roomFor(segment), ...(dictionary && { dictionary }) });
    const bytes = segment.cuts === null ? packed : spliceBlobs(packed, segment.cuts);
    cache.set(name, bytes);
    cached += bytes.length;
    for (const [first, oldest] of cache) {
      if (cached <= cacheBytes || first === name) break;
      cache.delete(first);
      cached -= oldest.length;
    }
    return bytes;
  };

  const spliceBlobs = (packed: Uint8Array, cuts: string): Uint8Array => {
    const pieces: Uint8Array[] = [];
    let from = 0;
    let written = 0;
    for (const [offset, , blobId, kind] of JSON.parse(cuts) as StoredCut[]) {
      const rest = packed.subarray(from, from + offset - written);
      const { codec, data } = blob.get(blobId) as BlobRow;
      const content = codec === 'zstd' ? zstdDecompressSync(data) : Buffer.from(data);
      const text = kind === 'text' ? content : Buffer.from(content.toString('base64'), 'latin1');
      pieces.push(rest, text);
      from += rest.length;
      written += rest.length + text.length;
    }
    pieces.push(packed.subarray(from));
    return Buffer.concat(pieces);
  };

  const range = (sourceId: number, generation: number, offset: number, length: number): Uint8Array => {
    const pieces: Uint8Array[] = [];
    let at = offset;
    const end = offset + length;
    while (at < end) {
      const segment = covering.get(sourceId, generation, at) as SegmentHead | undefined;
      if (!segment || segment.offset + segment.length <= at) break;
      const bytes = recall(nameOf(segment)) ?? expand(whole.get(segment.id) as SegmentRow);
      pieces.push(bytes.subarray(at - segment.offset, Math.min(bytes.length, end - segment.offset)));
      at = segment.offset + segment.length;
    }
    return pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces);
  };

  const around = (sourceId: number, generation: number, offset: number) => {
    const segment = covering.get(sourceId, generation, offset) as SegmentHead | undefined;
    if (!segment) return undefined;
    return { offset: segment.offset, bytes: recall(nameOf(segment)) ?? expand(whole.get(segment.id) as SegmentRow) };
  };

  function* segments(sourceId: number, generation: number, offset = 0): IterableIterator<SegmentRow> {
    for (let at = offset; ; ) {
      const segment = following.get(sourceId, generation, at) as SegmentRow | undefined;
      if (!segment) return;
      yield segment;
      at = segment.offset + Math.max(1, segment.length);
    }
  }

  const forget = (): void => {
    cache.clear();
    cached = 0;
  };

  return { range, around, segments, expand, forget };
}

type SegmentHead = Pick<SegmentRow, 'id' | 'offset' | 'length' | 'hash'>;

function nameOf({ hash }: Pick<SegmentRow, 'hash'>): string {
  return Buffer.from(hash).toString('latin1');
}

/** Place among the uncompressed bytes, length there, id of the blob, which stands there as base64 unless it is text. */
export type StoredCut = [offset: number, length: number, blobId: number, kind?: 'text'];
