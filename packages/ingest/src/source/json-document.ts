import { readUnfinishedLine } from './jsonl-records.ts';
import { lineIssue } from './line-issue.ts';
import { skipBlank, skipBlankBackwards } from './line-splitter.ts';
import { readOpaquePieces } from './opaque-reader.ts';
import type { Piece, PieceLimits, PieceStart } from './piece.ts';
import type { SourceFile } from './source-file.ts';

const nothing = Buffer.alloc(0);
const empty: Piece = {
  bytes: nothing,
  records: [],
  issues: [],
  inLongLine: false,
  pending: nothing,
  isLast: true,
};

/**
 * The one piece of a file that is one JSON object; nothing new when it starts behind what was consumed.
 * Content that is no JSON is marked torn: agents write documents in place, so it is worth a second look.
 */
export function* readJsonDocument(file: SourceFile, start: PieceStart, limits: PieceLimits): Generator<Piece, 'read'> {
  if (start.offset > 0) {
    yield empty;
    return 'read';
  }
  if (file.size > limits.refuseLineBytes) {
    const head = file.read(0, 1024);
    const issue = lineIssue('line-too-long', 'longer than is parsed', {
      buffer: head,
      base: 0,
      start: 0,
      end: head.length,
    });
    yield { ...empty, issues: [issue], isLast: false };
    return yield* readOpaquePieces(file, start, limits);
  }
  const bytes = file.read(0, file.size);
  const place = {
    buffer: bytes,
    base: 0,
    start: skipBlank(bytes, 0, bytes.length),
    end: skipBlankBackwards(bytes, 0, bytes.length),
  };
  if (place.start >= place.end) {
    yield { ...empty, bytes };
    return 'read';
  }
  const { records, consumed } = readUnfinishedLine(bytes, 0, place.start, place.end);
  if (records.length === 1 && consumed >= place.end) yield { ...empty, bytes, records };
  else
    yield { ...empty, pending: bytes, issues: [lineIssue('malformed-line', 'not a JSON object', place)], isTorn: true };
  return 'read';
}
