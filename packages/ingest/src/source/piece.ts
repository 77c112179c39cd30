import type { Issue } from '@belfry/core';
import type { RawRecord } from '../agent.ts';
import type { SourceFile } from './source-file.ts';

/** What one step of reading a source consumed. */
export interface Piece {
  /** Consumed bytes, right after those of the piece before. */
  bytes: Buffer;
  records: RawRecord[];
  issues: Issue[];
  /** The stand is inside a line too long to parse; its rest is kept, not read. */
  inLongLine: boolean;
  /** Bytes after the consumed ones that are no record yet; only on the last piece. */
  pending: Buffer;
  /** Consumed and pending bytes reach the end of the source. */
  isLast: boolean;
  /** The pending bytes look half-written rather than unfinished. */
  isTorn?: boolean;
}

export interface PieceLimits {
  /** A piece ends with the record that reaches this many bytes, or after so many records. */
  maxBatchBytes: number;
  maxBatchRecords: number;
  /** A line longer than this ends the reading before it, for somebody with time to parse it. */
  deferLineBytes: number;
  /** A line longer than this is never parsed: an issue, its bytes kept. */
  refuseLineBytes: number;
  /** Used for what is read, again and again: the bytes of a piece hold until the next one is asked for. */
  scratch?: Buffer;
}

/** Where to begin: consumed bytes, and whether they end inside a line too long to parse. */
export interface PieceStart {
  offset: number;
  inLongLine: boolean;
}

/** Cuts an open source into pieces. Returns whether everything is read, or a line is left to somebody with time. */
export type PieceReader = (
  file: SourceFile,
  start: PieceStart,
  limits: PieceLimits,
) => Generator<Piece, 'read' | 'deferred'>;
