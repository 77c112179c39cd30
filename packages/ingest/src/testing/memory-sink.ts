import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { BelfryError, type Fact, type IngestBatch, type Issue, type SourceCursor, type SourceRef } from '@belfry/core';
import type { IngestSink } from '../live/sink.ts';

interface Kept {
  ref: SourceRef;
  cursor: SourceCursor;
  gone: boolean;
  batches: IngestBatch[];
}

/**
 * An archive in memory that holds readers to the contract: a batch is refused that does not
 * begin at the stored cursor, or is of another parser.
 */
export interface MemorySink extends IngestSink {
  /** All batches in the order they came. */
  readonly applied: IngestBatch[];
  sources(): { file: string; gone: boolean; generation: number }[];
  /** What the newest generation of a file says. */
  facts(file: string): Fact[];
  issues(file: string): Issue[];
  bytes(file: string): Buffer;
  /** Makes the next calls of `apply` throw this. */
  refuse(error: BelfryError | undefined): void;
  /** Called after every batch and every vanished source. */
  onChange: (() => void) | undefined;
}

export function createMemorySink(): MemorySink {
  const kept = new Map<string, Kept>();
  const applied: IngestBatch[] = [];
  let refusal: BelfryError | undefined;
  const keyOf = (ref: SourceRef) => join(ref.root, ref.path);
  const current = (file: string) => {
    const source = kept.get(file);
    return source ? source.batches.filter((batch) => batch.to.generation === source.cursor.generation) : [];
  };
  const sink: MemorySink = {
    applied,
    onChange: undefined,
    known: () => kept.values(),
    cursor: (ref) => kept.get(keyOf(ref))?.cursor,
    apply(batch) {
      if (refusal) throw refusal;
      const key = keyOf(batch.source);
      const before = kept.get(key);
      const isExpected = JSON.stringify(before?.cursor) === JSON.stringify(batch.from);
      if (!isExpected) throw new BelfryError('BELFRY_CURSOR_CONFLICT', `cursor of ${key} has moved`);
      const [last] = before?.batches.slice(-1) ?? [];
      if (last && !isDeepStrictEqual(last.parser, batch.parser)) {
        throw new BelfryError('BELFRY_CURSOR_CONFLICT', `${key} was read by another parser`);
      }
      // Through JSON, as a stored cursor would come back.
      const cursor = JSON.parse(JSON.stringify(batch.to)) as SourceCursor;
      kept.set(key, { ref: batch.source, cursor, gone: false, batches: [...(before?.batches ?? []), batch] });
      applied.push(batch);
      sink.onChange?.();
    },
    gone(ref) {
      const source = kept.get(keyOf(ref));
      if (source) source.gone = true;
      sink.onChange?.();
    },
    moved(from, to) {
      const source = kept.get(keyOf(from));
      if (!source || kept.has(keyOf(to))) return false;
      kept.delete(keyOf(from));
      kept.set(keyOf(to), { ...source, ref: to });
      return true;
    },
    archived(ref, generation, offset, length) {
      const own = kept.get(keyOf(ref))?.batches.filter((batch) => batch.to.generation === generation) ?? [];
      const pending = own.at(-1)?.pending ?? Buffer.alloc(0);
      return Buffer.concat([...own.map((batch) => batch.bytes), pending]).subarray(offset, offset + length);
    },
    sources: () => [...kept].map(([file, { gone, cursor }]) => ({ file, gone, generation: cursor.generation })),
    facts: (file) => current(file).flatMap((batch) => batch.facts),
    issues: (file) => current(file).flatMap((batch) => batch.issues),
    bytes: (file) => Buffer.concat(current(file).map((batch) => batch.bytes)),
    refuse(error) {
      refusal = error;
    },
  };
  return sink;
}
