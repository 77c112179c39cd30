import {
  type Clock,
  type FileStamp,
  type IngestBatch,
  type Issue,
  type SourceCursor,
  type SourceRef,
  systemClock,
  toBelfryError,
} from '@belfry/core';
import type { AgentDefinition } from './agent.ts';
import { abandonedLine, abandonedMs } from './source/abandoned-line.ts';
import { unpackZstd } from './source/compressed-file.ts';
import { readJsonDocument } from './source/json-document.ts';
import { readJsonlPieces } from './source/jsonl-reader.ts';
import { readOpaquePieces } from './source/opaque-reader.ts';
import { parseRecords } from './source/parse-records.ts';
import type { PieceLimits, PieceReader } from './source/piece.ts';
import { type ReadingStart, startAnew, startFrom } from './source/reading-start.ts';
import { isSameStamp, type OpenSource, openSourceFile, type SourceFile } from './source/source-file.ts';
import { sourcePath } from './source/source-path.ts';

export interface ReadDeps {
  agent: AgentDefinition;
  /** Consumed bytes as kept; lets a changed file be compared with all of its past. */
  archived?: (source: SourceRef, generation: number, offset: number, length: number) => Uint8Array | undefined;
  open?: OpenSource;
  clock?: Clock;
}

export interface ReadOptions extends Partial<PieceLimits> {
  /** Yields a batch also when the file is as it was, e.g. to tell the store that it is back. */
  force?: boolean;
  /** Compares all of the consumed past, also of a file that looks untouched. For idle time. */
  verify?: boolean;
}

/**
 * How a read ended.
 * `read`: all there is. `unchanged`: nothing new, no batch. `deferred`: stopped before a line longer than `deferLineBytes`.
 * `torn`: a document is half-written, no batch; try again in a moment. `missing`: no such file.
 * `unreadable`: with `error`; a source never read before yields one batch with the issue.
 */
export interface ReadOutcome {
  status: 'read' | 'unchanged' | 'deferred' | 'torn' | 'missing' | 'unreadable';
  error?: string;
}

const defaultLimits: PieceLimits = {
  maxBatchBytes: 1024 * 1024,
  maxBatchRecords: 2000,
  deferLineBytes: Number.POSITIVE_INFINITY,
  refuseLineBytes: 256 * 1024 * 1024,
};
/** A document younger than this that is no JSON is taken for half-written. */
const tornMs = 2_000;
const nothing = Buffer.alloc(0);

const pieceReaders: Record<SourceRef['format'], PieceReader> = {
  jsonl: readJsonlPieces,
  json: readJsonDocument,
  opaque: readOpaquePieces,
};

/**
 * Reads what is new in a source since `from` and yields it in batches, each of which may be stored by itself:
 * a reader that goes on from any `batch.to` gives the same facts. The file is opened read-only and closed
 * when the generator ends or is abandoned. A changed past begins a new generation at offset 0.
 * Cost is O(new bytes) for a file that grew. Never throws for what a file holds.
 */
export function* readSource(
  deps: ReadDeps,
  source: SourceRef,
  from: SourceCursor | undefined,
  options: ReadOptions = {},
): Generator<IngestBatch, ReadOutcome> {
  let file: SourceFile;
  try {
    file = (deps.open ?? openSourceFile)(sourcePath(source));
  } catch (thrown) {
    const outcome = toOutcome(thrown);
    if (outcome.status === 'unreadable' && !from) yield unreadableBatch(deps, source, outcome);
    return outcome;
  }
  try {
    return yield* readOpened(deps, source, from, options, file);
  } catch (thrown) {
    return toOutcome(thrown);
  } finally {
    file.close();
  }
}

function* readOpened(
  deps: ReadDeps,
  source: SourceRef,
  from: SourceCursor | undefined,
  options: ReadOptions,
  file: SourceFile,
): Generator<IngestBatch, ReadOutcome> {
  const ageMs = (deps.clock ?? systemClock).now() - Number(file.stamp.mtimeNs) / 1e6;
  if (from && !options.force && !options.verify && isSameStamp(from.file, file.stamp)) return { status: 'unchanged' };

  const content = source.compression === 'zstd' ? unpackZstd(file) : { file };
  if ('corrupt' in content) {
    const issue = { code: 'corrupt-compression', detail: content.corrupt, offset: 0, length: 0, excerpt: '' } as const;
    yield toBatch(
      deps,
      source,
      from,
      { ...(from ?? unreadCursor(deps, source)), file: file.stamp },
      { issues: [issue] },
    );
    return { status: 'read' };
  }
  const begin = from ? resume(deps, source, from, options, content.file) : startAnew(deps.agent, source);
  if (begin === 'unchanged') return { status: 'unchanged' };
  return yield* readPieces(deps, source, from, options, { begin, stamp: file.stamp, content: content.file, ageMs });
}

/** `unchanged` when a look at everything found all as it was, and no line left behind. */
function resume(
  deps: ReadDeps,
  source: SourceRef,
  from: SourceCursor,
  options: ReadOptions,
  file: SourceFile,
): ReadingStart | 'unchanged' {
  const { archived } = deps;
  const begin = startFrom(deps.agent, source, from, file, {
    verify: options.verify === true,
    ...(archived
      ? { archived: (offset: number, length: number) => archived(source, from.generation, offset, length) }
      : {}),
  });
  const isDone =
    begin.generation === from.generation && file.size === from.offset && isSameStamp(from.file, file.stamp);
  return isDone && !options.force ? 'unchanged' : begin;
}

export interface OpenRead {
  begin: ReadingStart;
  stamp: FileStamp;
  content: SourceFile;
  ageMs: number;
}

/**
 * Reads `content` from where `begin` stands. For what the archive kept, `ageMs` is 0: its last line may have been
 * finished since.
 */
export function* readPieces(
  deps: ReadDeps,
  source: SourceRef,
  from: SourceCursor | undefined,
  options: ReadOptions,
  { begin, stamp, content, ageMs }: OpenRead,
): Generator<IngestBatch, ReadOutcome> {
  let { state } = begin;
  let { issues } = begin;
  let previous = from;
  let { offset } = begin;
  const pieces = pieceReaders[source.format](
    content,
    { offset, inLongLine: state.inLongLine === true },
    { ...defaultLimits, ...options },
  );
  const cursor = (isLast: boolean): SourceCursor => ({
    generation: begin.generation,
    offset,
    state,
    // Until the end is reached the stamp must not look like the file's, or nobody would read on.
    file: isLast ? stamp : { ...stamp, size: source.compression ? 0 : offset },
    checks: begin.checks.checks(),
    compared: begin.compared ?? offset,
  });
  for (let step = pieces.next(); ; step = pieces.next()) {
    if (step.done) {
      // Another past is told even when its first line has to wait: who reads on may not look for it again.
      if (issues.length > 0 && step.value === 'deferred')
        yield toBatch(deps, source, previous, cursor(false), { issues });
      return { status: step.value };
    }
    const piece = step.value;
    if (piece.isTorn && Math.abs(ageMs) < tornMs) return { status: 'torn' };
    const parsed = parseRecords(deps.agent, state.parser, piece.records);
    state = { parser: parsed.state, ...(piece.inLongLine ? { inLongLine: true } : {}) };
    begin.checks.add(piece.bytes);
    offset += piece.bytes.length;
    const to = cursor(piece.isLast);
    issues = [...issues, ...[...piece.issues, ...parsed.issues].sort((a, b) => a.offset - b.offset)];
    if (ageMs > abandonedMs && source.format === 'jsonl') issues.push(...abandonedLine(piece.pending, offset));
    const batch = toBatch(deps, source, previous, to, {
      ...parsed,
      issues,
      bytes: piece.bytes,
      pending: piece.pending,
    });
    previous = to;
    issues = [];
    yield batch;
  }
}

function toBatch(
  { agent }: ReadDeps,
  source: SourceRef,
  from: SourceCursor | undefined,
  to: SourceCursor,
  content: Partial<IngestBatch>,
): IngestBatch {
  const { bytes = nothing, pending = nothing, facts = [], issues = [], bounds = [] } = content;
  return { source, from, to, bytes, pending, facts, issues, bounds, parser: agent.version };
}

/** A batch that makes a source known with nothing read of it; its stamp is no file's, so it is tried again. */
function unreadableBatch(deps: ReadDeps, source: SourceRef, outcome: ReadOutcome): IngestBatch {
  const issue: Issue = { code: 'unreadable', detail: outcome.error ?? '', offset: 0, length: 0, excerpt: '' };
  return toBatch(deps, source, undefined, unreadCursor(deps, source), { issues: [issue] });
}

function unreadCursor(deps: ReadDeps, source: SourceRef): SourceCursor {
  const { generation, offset, state } = startAnew(deps.agent, source);
  return { generation, offset, state, file: { dev: 0, ino: 0, size: 0, mtimeNs: '0' }, checks: [] };
}

function toOutcome(thrown: unknown): ReadOutcome {
  const error = toBelfryError(thrown);
  if (error.code !== 'BELFRY_SOURCE_UNREADABLE') throw thrown;
  const errno = String(error.data.errno);
  return errno === 'ENOENT' || errno === 'ENOTDIR' ? { status: 'missing' } : { status: 'unreadable', error: errno };
}
