import type { RawRecord } from '../agent.ts';
import { readLine, readUnfinishedLine } from './jsonl-records.ts';
import { skipBlank, skipBlankBackwards } from './line-splitter.ts';
import type { SourceFile } from './source-file.ts';

const newline = 0x0a;
const defaultWindowBytes = 2 * 1024 * 1024;

export interface MarkedLinesOptions {
  /** A line longer than this is never parsed. */
  refuseLineBytes: number;
  /** How much is read at once. */
  windowBytes?: number;
  /** Used for what is read, again and again. */
  scratch?: Buffer;
}

/**
 * Records of the lines from byte `from` on that hold one of the marks; lines between them are not even split.
 * A mark that stands inside a record without being a key of it only costs a look at that record.
 */
export function* readMarkedRecords(
  file: SourceFile,
  from: number,
  marks: readonly string[],
  { refuseLineBytes, windowBytes = defaultWindowBytes, scratch }: MarkedLinesOptions,
): Generator<RawRecord> {
  const needles = marks.map((mark) => Buffer.from(mark));
  let offset = from;
  let size = windowBytes;
  while (offset < file.size) {
    const window = file.read(offset, size, scratch);
    const atEnd = offset + window.length >= file.size || window.length < size;
    const lastEnd = window.lastIndexOf(newline) + 1;
    if (lastEnd === 0 && window.length > refuseLineBytes) {
      offset = lineEndAfter(file, offset + window.length, windowBytes);
      continue;
    }
    if (lastEnd === 0 && !atEnd) {
      // One line fills the window: look further.
      size *= 2;
      continue;
    }
    size = windowBytes;
    const end = atEnd ? window.length : lastEnd;
    for (const record of recordsOf(window, offset, lastEnd, end, needles)) {
      if (record.length <= refuseLineBytes) yield record;
    }
    offset += end;
  }
}

function lineEndAfter(file: SourceFile, from: number, windowBytes: number): number {
  for (let offset = from; offset < file.size; offset += windowBytes) {
    const at = file.read(offset, windowBytes).indexOf(newline);
    if (at >= 0) return offset + at + 1;
  }
  return file.size;
}

function* recordsOf(
  window: Buffer,
  base: number,
  lastEnd: number,
  end: number,
  needles: readonly Buffer[],
): Generator<RawRecord> {
  const nextOf = needles.map((needle) => window.indexOf(needle));
  for (let at = 0; at < end; ) {
    let mark = -1;
    for (const [index, needle] of needles.entries()) {
      let next = nextOf[index] ?? -1;
      if (next >= 0 && next < at) next = nextOf[index] = window.indexOf(needle, at);
      if (next >= 0 && (mark < 0 || next < mark)) mark = next;
    }
    if (mark < 0 || mark >= end) return;
    const lineStart = Math.max(at, window.lastIndexOf(newline, mark) + 1);
    const isWhole = mark < lastEnd;
    const lineEnd = isWhole ? window.indexOf(newline, mark) : end;
    const start = skipBlank(window, lineStart, lineEnd);
    const stop = skipBlankBackwards(window, start, lineEnd);
    yield* (isWhole ? readLine : readUnfinishedLine)(window, base, start, stop).records;
    at = lineEnd + 1;
  }
}

/** The last record at or after byte `from` whose line holds `mark`. */
export function lastMarkedRecord(file: SourceFile, from: number, mark: string): RawRecord | undefined {
  const needle = Buffer.from(mark);
  for (let bytes = 64 * 1024; ; bytes *= 8) {
    const start = Math.max(from, file.size - bytes);
    const window = file.read(start, file.size - start);
    for (let at = window.lastIndexOf(needle); at >= 0; ) {
      const lineStart = window.lastIndexOf(newline, at) + 1;
      // The line may begin before the window.
      if (lineStart === 0 && start > from) break;
      const next = window.indexOf(newline, at);
      const end = next < 0 ? window.length : next;
      const begin = skipBlank(window, lineStart, end);
      const read = next < 0 ? readUnfinishedLine : readLine;
      const record = read(window, start, begin, skipBlankBackwards(window, begin, end)).records.at(-1);
      if (record !== undefined) return record;
      if (lineStart === 0) break;
      at = window.lastIndexOf(needle, lineStart - 1);
    }
    if (start === from) return undefined;
  }
}
