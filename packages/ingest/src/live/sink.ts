import type { IngestBatch, SourceCursor, SourceRef } from '@belfry/core';
import type { KnownSource } from '../resync.ts';

/** Where batches go. All calls are synchronous: a cursor and the rows it stands for are one transaction. */
export interface IngestSink {
  /** Every source the archive knows on this machine. */
  known(): Iterable<KnownSource>;
  cursor(source: SourceRef): SourceCursor | undefined;
  /**
   * Stores a batch.
   * @throws BELFRY_CURSOR_CONFLICT somebody else read the source meanwhile: it is read again from its new cursor
   * @throws BELFRY_DISK_FULL, BELFRY_ARCHIVE_BUSY nothing was stored: reading pauses and tries again by itself
   */
  apply(batch: IngestBatch): unknown;
  /** The file has vanished; what it said stays. */
  gone(source: SourceRef): unknown;
  /** The file is at another path from now on, with all that was read of it. `false` when that path is known already. */
  moved?(from: SourceRef, to: SourceRef): boolean;
  /** Bytes as kept, to compare a changed file with all of its past. */
  archived?(source: SourceRef, generation: number, offset: number, length: number): Uint8Array | undefined;
}
