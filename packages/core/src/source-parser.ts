import type { IngestBatch, ParserVersion } from './batch.ts';
import type { SourceRef } from './model/source.ts';

/** One generation of a source as the archive kept it. */
export interface KeptPast {
  generation: number;
  sizeBytes: number;
  /** Fewer bytes than asked for at the end. */
  read(offset: number, length: number): Uint8Array;
}

/** Reads the archive's own bytes again with the parsers of today. Implemented by `@belfry/ingest`, needed by the store. */
export interface SourceParser {
  /** `undefined` for an agent it does not know. */
  version(agent: string): ParserVersion | undefined;
  /** Batches from the beginning of a past on; their stamps and checks are no file's. */
  parse(source: SourceRef, past: KeptPast): Iterable<IngestBatch>;
}
