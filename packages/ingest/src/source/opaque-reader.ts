import type { Piece, PieceLimits, PieceStart } from './piece.ts';
import type { SourceFile } from './source-file.ts';

const nothing = Buffer.alloc(0);

/** Pieces of a file whose bytes are kept and not understood. */
export function* readOpaquePieces(file: SourceFile, start: PieceStart, limits: PieceLimits): Generator<Piece, 'read'> {
  let offset = start.offset;
  for (;;) {
    const bytes = file.read(offset, limits.maxBatchBytes);
    offset += bytes.length;
    const isLast = bytes.length === 0 || offset >= file.size;
    yield { bytes, records: [], issues: [], inLongLine: false, pending: nothing, isLast };
    if (isLast) return 'read';
  }
}
