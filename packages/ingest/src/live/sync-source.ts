import { type Clock, type FileStamp, type SourceCursor, type SourceRef, toBelfryError } from '@belfry/core';
import type { AgentDefinition } from '../agent.ts';
import { type ReadDeps, type ReadOptions, type ReadOutcome, readSource } from '../read-source.ts';
import type { OpenSource } from '../source/source-file.ts';
import type { IngestSink } from './sink.ts';

const maxConflicts = 5;

export interface SyncDeps {
  sink: IngestSink;
  clock: Clock;
  open?: OpenSource;
}

export interface SyncResult extends ReadOutcome {
  /** Shape of the file after the last batch; `undefined` when none was applied. */
  stamp?: FileStamp;
  /** The cursor after the last batch. */
  cursor?: SourceCursor;
  bytes: number;
  /** Bytes at the end that are no record yet. */
  pendingBytes: number;
}

/**
 * Brings the archive up to a source, one batch a step, so that others can be served between.
 * A cursor that has moved meanwhile is taken up; other errors of the sink are thrown.
 */
export function* syncSource(
  { sink, clock, open }: SyncDeps,
  agent: AgentDefinition,
  source: SourceRef,
  options: ReadOptions,
): Generator<void, SyncResult> {
  const deps: ReadDeps = {
    agent,
    clock,
    ...(open ? { open } : {}),
    ...(sink.archived ? { archived: sink.archived.bind(sink) } : {}),
  };
  const result: SyncResult = { status: 'unchanged', bytes: 0, pendingBytes: 0 };
  for (let conflicts = 0; ; conflicts += 1) {
    const reading = readSource(deps, source, sink.cursor(source), options);
    try {
      for (let step = reading.next(); ; step = reading.next()) {
        if (step.done) return { ...result, ...step.value };
        sink.apply(step.value);
        result.stamp = step.value.to.file;
        result.cursor = step.value.to;
        result.bytes += step.value.bytes.length;
        result.pendingBytes = step.value.pending.length;
        yield;
      }
    } catch (thrown) {
      const error = toBelfryError(thrown);
      if (error.code !== 'BELFRY_CURSOR_CONFLICT' || conflicts === maxConflicts) throw error;
    } finally {
      // Closes the file also when the sink threw or the reading is given up.
      reading.return({ status: 'read' });
    }
  }
}
