import type { Issue } from '@belfry/core';
import type { RawRecord } from '../agent.ts';
import { readLine, readUnfinishedLine } from './jsonl-records.ts';
import { lineIssue } from './line-issue.ts';
import { nextLine } from './line-splitter.ts';
import type { Piece, PieceLimits, PieceStart } from './piece.ts';
import type { SourceFile } from './source-file.ts';

const nothing = Buffer.alloc(0);

/** Pieces of an append-only file of JSON lines. What is read depends on the bytes alone, not on when they came. */
export function* readJsonlPieces(
  file: SourceFile,
  start: PieceStart,
  limits: PieceLimits,
): Generator<Piece, 'read' | 'deferred'> {
  let { offset, inLongLine } = start;
  let windowBytes = limits.maxBatchBytes;
  for (;;) {
    const window = file.read(offset, windowBytes);
    const atEnd = window.length < windowBytes || offset + window.length >= file.size;
    const step = inLongLine ? skipLongLine(window) : readWindow(window, offset, atEnd, limits);
    if (step.consumed === 0 && !step.inLongLine && !step.deferred && !atEnd) {
      // One line fills the window: look further, but never further than it takes to refuse it.
      windowBytes = Math.min(windowBytes * 2, limits.refuseLineBytes + 1);
      continue;
    }
    windowBytes = limits.maxBatchBytes;
    inLongLine = step.inLongLine;
    offset += step.consumed;
    const isLast = atEnd && step.isDrained;
    const done = isLast || step.deferred;
    if (step.consumed > 0 || step.issues.length > 0 || isLast) {
      const pending = isLast ? window.subarray(step.consumed) : nothing;
      const { records, issues } = step;
      yield { bytes: window.subarray(0, step.consumed), records, issues, inLongLine, pending, isLast };
    }
    if (done) return step.deferred ? 'deferred' : 'read';
  }
}

interface WindowStep {
  consumed: number;
  records: RawRecord[];
  issues: Issue[];
  inLongLine: boolean;
  /** The line that follows is longer than may be parsed now. */
  deferred: boolean;
  /** Nothing but the pending bytes is left in the window. */
  isDrained: boolean;
}

function readWindow(window: Buffer, base: number, atEnd: boolean, limits: PieceLimits): WindowStep {
  const step: WindowStep = {
    consumed: 0,
    records: [],
    issues: [],
    inLongLine: false,
    deferred: false,
    isDrained: false,
  };
  while (step.records.length < limits.maxBatchRecords) {
    const at = step.consumed;
    const line = nextLine(window, at);
    const lineBytes = (line ? line.next - 1 : window.length) - at;
    if (lineBytes > limits.refuseLineBytes) {
      // The length is the limit, because how much of the line has arrived must not matter.
      const end = at + limits.refuseLineBytes;
      step.issues.push(lineIssue('line-too-long', 'longer than is parsed', { buffer: window, base, start: at, end }));
      step.consumed = line?.next ?? window.length;
      step.inLongLine = line === undefined;
      if (step.inLongLine) {
        step.isDrained = true;
        return step;
      }
      continue;
    }
    if (lineBytes > limits.deferLineBytes) {
      step.deferred = true;
      return step;
    }
    if (!line) {
      step.isDrained = true;
      return atEnd ? takeUnfinished(window, base, step) : step;
    }
    if (line.start < line.end) take(step, readLine(window, base, line.start, line.end));
    step.consumed = line.next;
  }
  step.isDrained = step.consumed === window.length;
  return step;
}

function takeUnfinished(window: Buffer, base: number, step: WindowStep): WindowStep {
  const content = readUnfinishedLine(window, base, step.consumed, window.length);
  take(step, content);
  step.consumed = content.consumed;
  return step;
}

function take(step: WindowStep, content: { records: RawRecord[]; issues: Issue[] }): void {
  for (const record of content.records) step.records.push(record);
  for (const issue of content.issues) step.issues.push(issue);
}

function skipLongLine(window: Buffer): WindowStep {
  const line = nextLine(window, 0);
  return {
    consumed: line?.next ?? window.length,
    records: [],
    issues: [],
    inLongLine: line === undefined,
    deferred: false,
    isDrained: line === undefined || line.next === window.length,
  };
}
