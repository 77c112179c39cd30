import { isUtf8 } from 'node:buffer';
import type { Issue } from '@belfry/core';
import type { RawRecord } from '../agent.ts';
import { type LineItem, lineItems, readLeading, readWholeLine } from './jsonl-records.ts';
import { lineIssue } from './line-issue.ts';
import { type Line, nextLine, skipBlank } from './line-splitter.ts';
import type { Piece, PieceLimits, PieceStart } from './piece.ts';
import type { SourceFile } from './source-file.ts';

const nothing = Buffer.alloc(0);
/** Of a line longer than this whole records are taken before its end is seen: it may be many, glued together. */
const longLineBytes = 16 * 1024 * 1024;

/**
 * Pieces of an append-only file of JSON lines. What is read depends on the bytes alone, not on when they came.
 * A piece may end inside a line, behind one of several records glued together, so that memory is bounded by the
 * largest record and not by the longest line.
 */
export function* readJsonlPieces(
  file: SourceFile,
  start: PieceStart,
  limits: PieceLimits,
): Generator<Piece, 'read' | 'deferred'> {
  let { offset, inLongLine } = start;
  let isGlued = false;
  let window: Buffer = nothing;
  let atEnd = false;
  const read = (bytes: number) => {
    window = file.read(offset, bytes, limits.scratch);
    atEnd = window.length < bytes || offset + window.length >= file.size;
  };
  read(limits.maxBatchBytes);
  for (;;) {
    const step: WindowStep = inLongLine
      ? skipLongLine(window, limits)
      : readWindow(window, offset, { atEnd, isGlued }, limits);
    if (step.state === 'more' && step.consumed === 0) {
      // One line fills the window: look further, but never further than it takes to refuse it.
      read(Math.max(limits.maxBatchBytes, Math.min(window.length * 2, limits.refuseLineBytes + 1)));
      continue;
    }
    inLongLine = step.state === 'in-long-line';
    isGlued = step.isGlued;
    offset += step.consumed;
    const piece = window.subarray(0, step.consumed);
    window = window.subarray(step.consumed);
    const isLast = atEnd && (step.state === 'drained' || (window.length === 0 && step.state !== 'deferred'));
    const { records, issues } = step;
    if (step.consumed > 0 || issues.length > 0 || isLast) {
      yield { bytes: piece, records, issues, inLongLine, pending: isLast ? window : nothing, isLast };
    }
    if (isLast || step.state === 'deferred') return isLast ? 'read' : 'deferred';
    if (step.state === 'more' || window.length === 0) read(limits.maxBatchBytes);
  }
}

/** What was taken from the bytes at hand. */
interface WindowStep {
  consumed: number;
  records: RawRecord[];
  issues: Issue[];
  /**
   * `full`: as much as a piece may hold. `more`: the rest is part of a line whose end is not seen yet. `drained`: the
   * rest is all there is. `deferred`: the line that follows is longer than may be parsed now.
   */
  state: 'full' | 'more' | 'drained' | 'deferred' | 'in-long-line';
  /** Stopped behind one of several records on a line. */
  isGlued: boolean;
}

function readWindow(
  window: Buffer,
  base: number,
  { atEnd, isGlued }: { atEnd: boolean; isGlued: boolean },
  limits: PieceLimits,
): WindowStep {
  const step: WindowStep = { consumed: 0, records: [], issues: [], state: 'full', isGlued };
  while (!isFull(step, limits)) {
    const at = step.consumed;
    const line = nextLine(window, at);
    const end = line ? line.next - 1 : window.length;
    if (end - at > limits.deferLineBytes) return { ...step, state: 'deferred' };
    if (line && end - at <= limits.refuseLineBytes) {
      takeLine(step, window, base, line, limits);
      continue;
    }
    const isShort = end - at < Math.min(longLineBytes, limits.refuseLineBytes + 1);
    if (!line && !atEnd && isShort) return { ...step, state: 'more' };
    // Whole records are taken whatever the length of their line, as they are when they come one by one.
    takeLeading(step, window, base, end, limits);
    if (isFull(step, limits)) return step;
    if (end - step.consumed > limits.refuseLineBytes) refuse(step, window, base, line, limits);
    else if (!line) return { ...step, state: atEnd ? 'drained' : 'more' };
    if (step.state === 'in-long-line') return step;
  }
  return step;
}

function isFull({ records, consumed }: WindowStep, limits: PieceLimits): boolean {
  return records.length >= limits.maxBatchRecords || consumed >= limits.maxBatchBytes;
}

function takeLine(step: WindowStep, window: Buffer, base: number, line: Line, limits: PieceLimits): void {
  const wasGlued = step.isGlued;
  step.isGlued = false;
  if (line.start < line.end) {
    // What is left of a line of many is not tried as a whole again and again.
    const whole = wasGlued ? undefined : readWholeLine(window, base, line.start, line.end);
    if (whole) takeRecord(step, window, base, whole);
    else if (!takeItems(step, window, base, line, limits)) return;
  }
  step.consumed = line.next;
}

/** `false` when the piece is full before the line's end. */
function takeItems(step: WindowStep, window: Buffer, base: number, line: Line, limits: PieceLimits): boolean {
  for (const item of lineItems(window, base, line.start, line.end)) {
    take(step, window, base, item);
    step.consumed = item.next;
    if (item.next >= line.end || !isFull(step, limits)) continue;
    step.isGlued = true;
    return false;
  }
  return true;
}

function takeLeading(step: WindowStep, window: Buffer, base: number, end: number, limits: PieceLimits): void {
  while (!isFull(step, limits)) {
    // One that is too long is not taken either, though all of it may be at hand: how much is must not matter.
    const limit = skipBlank(window, step.consumed, end) + limits.refuseLineBytes;
    const leading = readLeading(window, base, step.consumed, Math.min(end, limit));
    if ('stop' in leading) {
      step.consumed = leading.stop;
      return;
    }
    take(step, window, base, leading);
    step.consumed = leading.next;
    step.isGlued = true;
  }
}

function take(step: WindowStep, window: Buffer, base: number, { record, issue }: LineItem): void {
  if (record) takeRecord(step, window, base, record);
  else step.issues.push(issue);
}

/** Bytes that are no UTF-8 were read with replacement: they cost only themselves, and are told. */
function takeRecord(step: WindowStep, window: Buffer, base: number, record: RawRecord): void {
  step.records.push(record);
  const start = record.offset - base;
  const end = start + record.length;
  if (isUtf8(window.subarray(start, end))) return;
  step.issues.push(lineIssue('malformed-line', 'not UTF-8', { buffer: window, base, start, end }));
}

/** What begins the rest of the line does not end within the limit: an issue, its bytes kept. */
function refuse(step: WindowStep, window: Buffer, base: number, line: Line | undefined, limits: PieceLimits): void {
  const start = step.consumed;
  // The length is the limit, because how much of the line has arrived must not matter.
  const end = start + limits.refuseLineBytes;
  step.issues.push(lineIssue('line-too-long', 'longer than is parsed', { buffer: window, base, start, end }));
  step.isGlued = false;
  step.consumed = line?.next ?? Math.min(window.length, start + limits.maxBatchBytes);
  if (!line) step.state = 'in-long-line';
}

function skipLongLine(window: Buffer, limits: PieceLimits): WindowStep {
  const line = nextLine(window.subarray(0, limits.maxBatchBytes), 0);
  return {
    consumed: line?.next ?? Math.min(window.length, limits.maxBatchBytes),
    records: [],
    issues: [],
    state: line ? 'full' : 'in-long-line',
    isGlued: false,
  };
}
