import type { Issue, SourceCursor, SourceRef } from '@belfry/core';
import type { AgentDefinition, SourceStart } from '../agent.ts';
import { type CheckKeeper, createCheckKeeper } from './block-checks.ts';
import { type ArchivedBytes, type Continuation, findDifference, judgeContinuation } from './continuation.ts';
import { isSameStamp, type SourceFile } from './source-file.ts';

/** What `cursor.state` holds: the parser's state, and whether the cursor stands inside a line too long to parse. */
export interface ReaderState {
  parser: unknown;
  inLongLine?: true;
}

/** Where a read begins, in which generation. */
export interface ReadingStart {
  generation: number;
  offset: number;
  state: ReaderState;
  checks: CheckKeeper;
  /** See `SourceCursor.compared`; `undefined` for all that will have been read. */
  compared: number | undefined;
  issues: Issue[];
}

const firstGeneration = 1;

/** The start of a source never read before. */
export function startAnew(agent: AgentDefinition, source: SourceRef, generation = firstGeneration): ReadingStart {
  return {
    generation,
    offset: 0,
    state: { parser: agent.begin(toSourceStart(source)) },
    checks: createCheckKeeper(0, [], () => Buffer.alloc(0)),
    compared: undefined,
    issues: [],
  };
}

/**
 * Goes on where `from` ended when the consumed part still stands, else begins the next generation.
 * Documents are rewritten by nature, so only a changed past of an append-only file is an issue.
 */
export function startFrom(
  agent: AgentDefinition,
  source: SourceRef,
  from: SourceCursor,
  file: SourceFile,
  options: { verify: boolean; archived?: ArchivedBytes },
): ReadingStart {
  const past = judge(source, from, file, options);
  if (past.same) {
    return {
      generation: from.generation,
      offset: from.offset,
      state: from.state as ReaderState,
      checks: createCheckKeeper(from.offset, from.checks, (offset, length) => file.read(offset, length)),
      compared: past.isWhole ? undefined : (from.compared ?? from.offset),
      issues: [],
    };
  }
  const start = startAnew(agent, source, from.generation + 1);
  if (source.format !== 'jsonl') return start;
  const issue: Issue = { code: 'past-rewritten', detail: past.reason, offset: past.at, length: 0, excerpt: '' };
  return { ...start, issues: [issue] };
}

/** What a parser and an inspector are told about the file they start on. */
export function toSourceStart(source: SourceRef): SourceStart {
  const { path, format, role, compression, session } = source;
  return {
    path,
    kind: {
      format,
      role,
      ...(compression === undefined ? {} : { compression }),
      ...(session === undefined ? {} : { session }),
    },
  };
}

function judge(
  source: SourceRef,
  from: SourceCursor,
  file: SourceFile,
  options: { verify: boolean; archived?: ArchivedBytes },
): Continuation {
  const isDocument = source.format === 'json';
  if (from.offset === 0) return { same: true, isWhole: true };
  if (file.size < from.offset) return { same: false, reason: 'truncated', at: file.size };
  if (isDocument && file.size > from.offset) return { same: false, reason: 'rewritten', at: from.offset };
  if (!options.verify && isSameStamp(from.file, file.stamp)) return { same: true, isWhole: false };
  if (!options.verify && !isDocument) return judgeContinuation(file, from, options.archived);
  const at = findDifference(file, from, options.archived);
  return at === undefined ? { same: true, isWhole: true } : { same: false, reason: 'rewritten', at };
}
