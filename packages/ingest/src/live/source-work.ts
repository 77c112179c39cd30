import { type Clock, type Logger, toBelfryError } from '@belfry/core';
import type { ReadOptions } from '../read-source.ts';
import type { OpenSource } from '../source/source-file.ts';
import type { Timers } from '../timers.ts';
import { type FoundSource, findSource } from '../walk-place.ts';
import { compareWhole } from './compare-whole.ts';
import { isShadowed } from './moving.ts';
import {
  findOwner,
  isAbandoned,
  isToBeCompared,
  type PlaceSources,
  progressOf,
  type TrackedSource,
  track,
} from './place-sources.ts';
import type { IngestSink } from './sink.ts';
import { type SyncResult, syncSource } from './sync-source.ts';

/** Small enough for a transaction of 10 ms. */
const liveBatchBytes = 256 * 1024;
const liveLineBytes = 16 * 1024 * 1024;
/** Rest per byte of a line that is still being written: each look reads it all again. */
const restMsPerPendingByte = 1 / 25_000;
/** A half-written document is looked at again after this long. */
const tornRetryMs = 1_000;

export interface SourceWorkDeps {
  places: readonly PlaceSources[];
  sink: IngestSink;
  clock: Clock;
  timers: Timers;
  logger: Logger;
  open?: OpenSource;
  /** The sink takes nothing now; the file has to come again. */
  onRefused: (file: string, code: string) => void;
  onMissing: (file: string) => void;
  onBacklog: () => void;
  onAgain: (file: string) => void;
}

/** The work of the live path on one file: brings the archive up to it, one batch a step. Never throws. */
export function createSourceWork(deps: SourceWorkDeps): (file: string) => Generator<void, number | undefined> {
  const { places, sink, clock, timers, logger, open } = deps;

  return function* work(file) {
    const owner = findOwner(places, file);
    if (!owner) return undefined;
    const { sources } = owner;
    try {
      const found = findSource(sources.place, file);
      if (!found) return undefined;
      if (isShadowed(sources, found, sink)) return undefined;
      const isWaiting = sources.backlog.get(file)?.stamp.size === found.stamp.size;
      if (isWaiting) return undefined;
      const known = sources.tracked.get(file);
      const isDue = known !== undefined && isToBeCompared(known, clock.now());
      // Nothing new, but something to say: it is back, or its last line will stay without an end.
      const force = known !== undefined && (known.gone || isAbandoned(known, clock.now()));
      const result = yield* read(sources, found, { force });
      if (isDue && result.status === 'unchanged') yield* compare(sources, found, known);
      const restMs = result.pendingBytes * restMsPerPendingByte;
      return restMs > 10 ? restMs : undefined;
    } catch (thrown) {
      fail(sources, file, thrown);
      return undefined;
    }
  };

  function* read(sources: PlaceSources, found: FoundSource, options: ReadOptions): Generator<void, SyncResult> {
    const result = yield* syncSource({ sink, clock, ...(open ? { open } : {}) }, sources.place.agent, found.ref, {
      maxBatchBytes: liveBatchBytes,
      deferLineBytes: liveLineBytes,
      ...options,
    });
    settle(sources, found, result);
    return result;
  }

  function* compare(sources: PlaceSources, found: FoundSource, known: TrackedSource): Generator<void, void> {
    const comparison = yield* compareWhole({ sink, open }, sources.place.agent, found.ref);
    if (comparison === 'different') yield* read(sources, found, { verify: true });
    if (comparison !== 'same') return;
    const { offset } = known.progress;
    track(sources, found.file, { ...known, progress: { offset, compared: offset } });
  }

  function settle(sources: PlaceSources, found: FoundSource, result: SyncResult): void {
    const { file, ref } = found;
    const stamp = result.stamp ?? found.stamp;
    switch (result.status) {
      case 'read':
      case 'unchanged':
        track(sources, file, {
          ref,
          stamp,
          gone: false,
          isUnfinished: isUnfinished(sources, found, result),
          progress: progressOf(result.cursor ?? sources.tracked.get(file)?.progress ?? { offset: 0 }),
        });
        sources.failures.delete(file);
        sources.backlog.delete(file);
        break;
      case 'deferred':
        sources.backlog.set(file, found);
        deps.onBacklog();
        break;
      case 'torn':
        timers.after(tornRetryMs, () => deps.onAgain(file));
        break;
      case 'missing':
        deps.onMissing(file);
        break;
      case 'unreadable':
        refuse(sources, file, result.error ?? 'unknown', found);
    }
  }

  function isUnfinished({ tracked }: PlaceSources, { file, ref, stamp }: FoundSource, result: SyncResult): boolean {
    const known = tracked.get(file);
    if (result.status === 'unchanged') return known?.isUnfinished === true;
    if (ref.format !== 'jsonl' || result.pendingBytes === 0) return false;
    // What is unfinished in a file quiet for long has just been told.
    return !isAbandoned({ stamp, gone: false, isUnfinished: true }, clock.now());
  }

  function refuse(sources: PlaceSources, file: string, detail: string, found?: FoundSource): void {
    const { agent, root } = sources.place;
    const issue = { code: 'unreadable', agent: agent.id, root: root.path, path: file, detail } as const;
    sources.failures.set(file, { stamp: found?.stamp, issue });
    logger.warn('source cannot be read', { agent: agent.id, file, detail });
  }

  function fail(sources: PlaceSources, file: string, thrown: unknown): void {
    const errno = (thrown as NodeJS.ErrnoException).code;
    if (errno === 'ENOENT' || errno === 'ENOTDIR') {
      deps.onMissing(file);
      return;
    }
    const error = toBelfryError(thrown);
    if (error.retryable && error.code !== 'BELFRY_CURSOR_CONFLICT') deps.onRefused(file, error.code);
    else refuse(sources, file, error.code === 'BELFRY_INTERNAL' ? (errno ?? error.message) : error.code);
  }
}
