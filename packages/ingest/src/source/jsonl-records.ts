import type { Issue } from '@belfry/core';
import type { RawRecord } from '../agent.ts';
import { jsonObjectEnd } from './json-object-end.ts';
import { lineIssue } from './line-issue.ts';
import { skipBlank } from './line-splitter.ts';

/** Fields agents write first: where such an object begins, a new record may begin. */
const recordHeads = ['{"parentUuid"', '{"type"', '{"timestamp"', '{"sessionId"', '{"uuid"', '{"ordinal"', '{"id"'].map(
  (head) => Buffer.from(head),
);
/** Bound on the search for a record behind a broken one, so that a hostile line costs linear time. */
const maxUnclosed = 64;

const openBrace = 0x7b;

/** What one line, or the unfinished end of a file, holds. */
export interface LineContent {
  records: RawRecord[];
  issues: Issue[];
  /** Where reading goes on; before `end` only in an unfinished last line. */
  consumed: number;
}

/**
 * Reads the records of the complete line [start, end) of `buffer`, which begins at byte `base` of the source.
 * Two records glued on one line are two records. Of a torn record followed by others on the same line,
 * the torn part is one issue and the others are read.
 */
export function readLine(buffer: Buffer, base: number, start: number, end: number): LineContent {
  const whole = parseObject(buffer, start, end);
  if (whole)
    return { records: [{ value: whole, offset: base + start, length: end - start }], issues: [], consumed: end };

  const { records, consumed } = readLeading(buffer, base, start, end);
  const issues: Issue[] = [];
  let at = consumed;
  while (at < end) {
    const next = findRecord(buffer, at + 1, end) ?? end;
    issues.push(lineIssue('malformed-line', reasonFor(buffer, at, end), { buffer, base, start: at, end: next }));
    const more = readLeading(buffer, base, next, end);
    records.push(...more.records);
    at = more.consumed;
  }
  return { records, issues, consumed: end };
}

/**
 * Reads what is complete in a last line that has no line end yet. A prefix of a JSON object is never
 * a JSON object, so a complete one can be taken at once and means the same when more follows.
 */
export function readUnfinishedLine(buffer: Buffer, base: number, start: number, end: number): LineContent {
  return { ...readLeading(buffer, base, start, end), issues: [] };
}

/** The run of objects the line begins with; `consumed` is where it stops, blanks behind it included at the line's end only. */
function readLeading(
  buffer: Buffer,
  base: number,
  start: number,
  end: number,
): { records: RawRecord[]; consumed: number } {
  const records: RawRecord[] = [];
  let at = start;
  for (;;) {
    const from = skipBlank(buffer, at, end);
    const to = buffer[from] === openBrace && from < end ? jsonObjectEnd(buffer, from, end) : undefined;
    const value = to === undefined ? undefined : parseObject(buffer, from, to);
    if (to === undefined || value === undefined) return { records, consumed: from === end ? at : from };
    records.push({ value, offset: base + from, length: to - from });
    at = to;
  }
}

/**
 * Where a record begins after a broken one. Objects inside the broken record look like records too,
 * but behind those comes a comma or a bracket. Only when it was torn right behind such an object another one
 * follows, and then it stands where a member or an element does.
 */
function findRecord(buffer: Buffer, from: number, end: number): number | undefined {
  let unclosed = 0;
  for (let at = nextHead(buffer, from, end); at !== undefined; at = nextHead(buffer, at + 1, end)) {
    const close = jsonObjectEnd(buffer, at, end);
    if (close === undefined) {
      unclosed += 1;
      if (unclosed === maxUnclosed) return undefined;
      continue;
    }
    const behind = skipBlank(buffer, close, end);
    const isWhole = behind === end || (buffer[behind] === openBrace && !isMember(buffer, at));
    if (isWhole && parseObject(buffer, at, close)) return at;
  }
  return undefined;
}

function isMember(buffer: Buffer, at: number): boolean {
  return at > 0 && ':,['.includes(String.fromCharCode(buffer[at - 1] ?? 0));
}

function nextHead(buffer: Buffer, from: number, end: number): number | undefined {
  const line = buffer.subarray(0, end);
  for (let at = line.indexOf('{"', from, 'latin1'); at >= 0; at = line.indexOf('{"', at + 1, 'latin1')) {
    if (recordHeads.some((head) => line.subarray(at, at + head.length).equals(head))) return at;
  }
  return undefined;
}

function reasonFor(buffer: Buffer, at: number, end: number): string {
  return buffer[at] === openBrace && jsonObjectEnd(buffer, at, end) === undefined ? 'torn record' : 'not a JSON object';
}

/** Decodes with replacement, so bytes that are not UTF-8 cost only themselves. */
function parseObject(buffer: Buffer, start: number, end: number): Record<string, unknown> | undefined {
  if (buffer[start] !== openBrace) return undefined;
  try {
    return JSON.parse(buffer.toString('utf8', start, end)) as Record<string, unknown>;
  } catch {
    // Not JSON: the caller looks closer and reports the place.
    return undefined;
  }
}
