/**
 * A run of bytes of one generation of a source; `raw` rows are tails that wait to be folded, `damaged` ones
 * are raw too but do not fit their hash.
 */
export interface SegmentRow {
  id: number;
  source_id: number;
  generation: number;
  offset: number;
  /** Uncompressed. */
  length: number;
  codec: 'raw' | 'zstd' | 'damaged';
  dictionary_length: number;
  hash: Uint8Array;
  /** JSON list of cut-out blobs, see `StoredCut`. */
  cuts: string | null;
  data: Uint8Array;
}

/** Content-addressed: a binary, decoded from the base64 it stood in, or a long text as it is written in the file. */
export interface BlobRow {
  id: number;
  hash: Uint8Array;
  codec: 'raw' | 'zstd';
  data: Uint8Array;
}

/** Bytes after the last complete record of a source. */
export interface PendingBytesRow {
  source_id: number;
  bytes: Uint8Array;
}
