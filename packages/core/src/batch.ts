import type { Fact } from './facts.ts';
import type { Issue } from './model/issue.ts';
import type { SourceRef } from './model/source.ts';

/** Identity and shape of the file as last read; `mtimeNs` is a decimal string because it exceeds 2^53. */
export interface FileStamp {
  dev: number;
  ino: number;
  size: number;
  mtimeNs: string;
}

/** Hash of consumed bytes, kept to notice a rewritten past. `hash` is hex. */
export interface BlockCheck {
  offset: number;
  length: number;
  hash: string;
}

/**
 * How far a source has been read. Stored with the rows it produced, in one transaction.
 * `offset` counts consumed bytes (of the decompressed stream for compressed sources);
 * `state` is the parser's state after them, plain JSON.
 */
export interface SourceCursor {
  generation: number;
  offset: number;
  state: unknown;
  file: FileStamp;
  checks: BlockCheck[];
  /**
   * Up to here the file was compared with what was read of it, or read in one go; behind it only in places. Missing for
   * `offset`.
   */
  compared?: number;
}

/** First and last record time of a session inside one batch, ms since 1970 UTC. */
export interface SessionBounds {
  session: string;
  firstAt: number;
  lastAt: number;
}

/**
 * Versions of an agent's parser, raised when a better one should read the archive's bytes again: `usage` for
 * requests and limits, `text` for all the rest.
 */
export interface ParserVersion {
  text: number;
  usage: number;
}

/** What one read of one source yields. */
export interface IngestBatch {
  source: SourceRef;
  /** The cursor the batch was read from; `undefined` for a source not seen before. The store refuses the batch when its own differs. */
  from: SourceCursor | undefined;
  to: SourceCursor;
  /**
   * Raw bytes of [from.offset, to.offset) of generation `to.generation` (all of [0, to.offset) when the
   * generation is new). For compressed sources: the decompressed bytes.
   */
  bytes: Uint8Array;
  /** Bytes after `to.offset` that do not form a record yet; kept so that nothing is lost, replaced by the next batch. */
  pending: Uint8Array;
  facts: Fact[];
  issues: Issue[];
  bounds: SessionBounds[];
  /** Of the parser that gave the facts; absent for 1 and 1. */
  parser?: ParserVersion;
}
