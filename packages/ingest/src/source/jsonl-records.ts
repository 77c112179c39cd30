import type { Issue } from '@belfry/core';
import type { RawRecord } from '../agent.ts';
import { jsonObjectEnd, jsonValueCount } from './json-object-end.ts';
import { lineIssue } from './line-issue.ts';
import { skipBlank } from './line-splitter.ts';

/** Fields agents write first: where such an object begins, a new record may begin. */
const recordHeads = ['{"parentUuid"', '{"type"', '{"timestamp"', '{"sessionId"', '{"uuid"', '{"ordinal"', '{"id"'].map(
  (head) => Buffer.from(head),
);
/** Bound on the search for a record behind a broken one, so that a hostile line costs linear time. */
const maxUnclosed = 64;
/** From this size on it is counted how many values a text holds before it is parsed. */
const countedBytes = 16 * 1024 * 1024;
/** A value costs some hundred bytes when parsed: more of them in one record would take all memory. */
const maxValues = 4_000_000;

const openBrace = 0x7b;

/** A record or a broken place of a line, and where the line goes on behind it. */
export type LineItem = { next: number } & ({ record: RawRecord; issue?: never } | { issue: Issue; record?: never });

/** What one line, or the unfinished end of a file, holds. */
export interface LineContent {
  records: RawRecord[];
  issues: Issue[];
  /** Where reading goes on; before `end` only in an unfinished last line. */
  consumed: number;
}

/**
 * Reads the complete line [start, end) of `buffer`, which begins at byte `base` of the source.
 * Two records glued on one line are two records. Of a torn record followed by others on the same line,
 * the torn part is one issue and the others are read.
 */
export function readLine(buffer: Buffer, base: number, start: number, end: number): LineContent {
  const whole = readWholeLine(buffer, base, start, end);
  if (whole) return { records: [whole], issues: [], consumed: end };
  const content: LineContent = { records: [], issues: [], consumed: end };
  for (const { record, issue } of lineItems(buffer, base, start, end)) {
    if (record) content.records.push(record);
    else content.issues.push(issue);
  }
  return content;
}

/**
 * Reads what is complete in a last line that has no line end yet. A prefix of a JSON object is never
 * a JSON object, so a complete one can be taken at once and means the same when more follows.
 */
export function readUnfinishedLine(buffer: Buffer, base: number, start: number, end: number): LineContent {
  const content: LineContent = { records: [], issues: [], consumed: start };
  for (;;) {
    const leading = readLeading(buffer, base, content.consumed, end);
    if ('stop' in leading) return { ...content, consumed: leading.stop };
    content.consumed = leading.next;
    if (leading.record) content.records.push(leading.record);
    else content.issues.push(leading.issue);
  }
}

/** The one record a line nearly always is; `undefined` when it must be looked at closer. */
export function readWholeLine(buffer: Buffer, base: number, start: number, end: number): RawRecord | undefined {
  const value = end - start < countedBytes ? parseObject(buffer, start, end) : undefined;
  return value && { value, offset: base + start, length: end - start };
}

/** What a complete line holds, one after the other: reading may stop behind any item and go on there. */
export function* lineItems(buffer: Buffer, base: number, start: number, end: number): Generator<LineItem> {
  for (let at = start; ; ) {
    const leading = readLeading(buffer, base, at, end);
    if (!('stop' in leading)) {
      yield leading;
      at = leading.next;
      continue;
    }
    at = skipBlank(buffer, leading.stop, end);
    if (at >= end) return;
    const next = findRecord(buffer, at + 1, end) ?? end;
    const issue = lineIssue('malformed-line', reasonFor(buffer, at, end), { buffer, base, start: at, end: next });
    yield { issue, next };
    at = next;
  }
}

/** The complete object that stands at `at`, blanks before it left out; else where reading stops. */
export function readLeading(buffer: Buffer, base: number, at: number, end: number): LineItem | { stop: number } {
  const start = skipBlank(buffer, at, end);
  // Blanks at the very end may be followed by more.
  const stop = { stop: start === end ? at : start };
  const close = buffer[start] === openBrace && start < end ? jsonObjectEnd(buffer, start, end) : undefined;
  if (close === undefined) return stop;
  if (isTooMuch(buffer, start, close)) {
    const place = { buffer, base, start, end: close };
    return { issue: lineIssue('line-too-long', 'more values than are parsed', place), next: close };
  }
  const value = parseObject(buffer, start, close);
  return value ? { record: { value, offset: base + start, length: close - start }, next: close } : stop;
}

function isTooMuch(buffer: Buffer, start: number, end: number): boolean {
  return end - start >= countedBytes && jsonValueCount(buffer, start, end) > maxValues;
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
    if (isWhole && (isTooMuch(buffer, at, close) || parseObject(buffer, at, close))) return at;
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
