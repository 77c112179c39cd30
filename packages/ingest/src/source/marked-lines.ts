import type { RawRecord, SkimOmission } from '../agent.ts';
import { readLine, readUnfinishedLine } from './jsonl-records.ts';
import { skipBlank, skipBlankBackwards } from './line-splitter.ts';
import type { SourceFile } from './source-file.ts';

const newline = 0x0a;
/** Less is parsed sooner than cut out. */
const worthBytes = 100;
const defaultWindowBytes = 256 * 1024;

export interface MarkedLinesOptions {
  /** A line longer than this is never parsed. */
  refuseLineBytes: number;
  /** How much is read at once. */
  windowBytes?: number;
  /** Used for what is read, again and again. */
  scratch?: Buffer;
  omission?: SkimOmission;
}

/**
 * Records of the lines from byte `from` on that hold one of the marks; lines between them are not even split.
 * A mark that stands inside a record without being a key of it only costs a look at that record.
 */
export function* readMarkedRecords(
  file: SourceFile,
  from: number,
  marks: readonly string[],
  { refuseLineBytes, windowBytes = defaultWindowBytes, scratch, omission }: MarkedLinesOptions,
): Generator<RawRecord> {
  const needles = marks.map((mark) => Buffer.from(mark));
  const readShort = omission && createShortReader(omission);
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
    for (const record of recordsOf(window, { base: offset, lastEnd, end }, needles, readShort)) {
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

type ShortReader = (window: Buffer, start: number, mark: number, end: number) => Record<string, unknown> | undefined;

/** Parses a line without what is to be omitted; `undefined` when it is not found, or the rest is no record. */
function createShortReader({ after, before, unless }: SkimOmission): ShortReader {
  const [begin, close, foreign] = [after, before, unless].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];
  return (window, start, mark, end) => {
    const from = window.indexOf(begin, start) + begin.length;
    if (from < begin.length + start || from > mark) return undefined;
    const to = window.lastIndexOf(close, mark);
    if (to < from || to - from < worthBytes) return undefined;
    const inside = window.indexOf(foreign, from);
    if (inside >= 0 && inside < to) return undefined;
    try {
      const text = window.toString('utf8', start, from) + window.toString('utf8', to, end);
      return JSON.parse(text) as Record<string, unknown>;
    } catch {
      // Not what it looked like; the careful way finds out what it is.
      return undefined;
    }
  };
}

function* recordsOf(
  window: Buffer,
  { base, lastEnd, end }: { base: number; lastEnd: number; end: number },
  needles: readonly Buffer[],
  readShort: ShortReader | undefined,
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
    const value = isWhole ? readShort?.(window, start, mark, stop) : undefined;
    if (value !== undefined) yield { value, offset: base + start, length: stop - start };
    else yield* (isWhole ? readLine : readUnfinishedLine)(window, base, start, stop).records;
    at = lineEnd + 1;
  }
}

/** The last record at or after byte `from` whose line holds `mark`. */
export function lastMarkedRecord(file: SourceFile, from: number, mark: string): RawRecord | undefined {
  const needle = Buffer.from(mark);
  for (let bytes = 8 * 1024; ; bytes *= 8) {
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
