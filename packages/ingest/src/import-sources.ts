import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { type Clock, systemClock, toBelfryError } from '@belfry/core';
import type { AgentDefinition } from './agent.ts';
import { sortNewestFirst } from './discover.ts';
import type { IngestSink } from './live/sink.ts';
import { syncSource } from './live/sync-source.ts';
import type { FoundSource } from './walk-place.ts';

export interface ImportProgress {
  filesDone: number;
  filesTotal: number;
  bytesDone: number;
  bytesTotal: number;
}

export interface ImportOptions {
  agents: readonly AgentDefinition[];
  sink: IngestSink;
  sources: readonly FoundSource[];
  clock?: Clock;
  /** Called after every file, and every batch of a large one. */
  onProgress?: (progress: ImportProgress) => void;
  /** Ends the import between two batches; what is applied stays, the rest is found again by the next one. */
  signal?: AbortSignal;
  /** How long to wait before trying a full disk or a busy archive again. */
  retryMs?: number;
  maxBatchBytes?: number;
  /** Lines longer than this are not parsed; for a second try over a source that took all memory. */
  refuseLineBytes?: number;
  /** Told the error code when the archive takes nothing, and `undefined` when it does again. */
  onPaused?: (code: string | undefined) => void;
  /** Told before a source is read. */
  onSource?: (source: FoundSource) => void;
  /** Compares what was read before with the files, byte for byte, also where nothing seems to have changed. */
  verify?: boolean;
}

export interface ImportReport extends ImportProgress {
  failed: { file: string; code: string; message: string }[];
}

/** Longest stretch of work before the event loop gets its turn. */
const sliceMs = 8;

/**
 * Imports sources newest first, also lines too long for the live path. Meant for a process or worker of its own;
 * in a shared one others get their turn between batches. A source that fails is reported and harms no other.
 */
export async function importSources(options: ImportOptions): Promise<ImportReport> {
  const { agents, sink, sources, clock = systemClock, onProgress, signal, retryMs = 5_000 } = options;
  const { maxBatchBytes = 2 * 1024 * 1024, verify = false, refuseLineBytes } = options;
  const limits = { maxBatchBytes, ...(refuseLineBytes === undefined ? {} : { refuseLineBytes }) };
  const report: ImportReport = {
    filesDone: 0,
    filesTotal: sources.length,
    bytesDone: 0,
    bytesTotal: sources.reduce((sum, source) => sum + source.stamp.size, 0),
    failed: [],
  };
  let sliceEndMs = clock.now() + sliceMs;

  let pausedBy: string | undefined;
  function tellPaused(code: string | undefined): void {
    if (code !== pausedBy) options.onPaused?.(code);
    pausedBy = code;
  }

  async function importOne({ ref, file, stamp }: FoundSource): Promise<void> {
    const agent = agents.find(({ id }) => id === ref.agent);
    if (!agent) return;
    const doneBefore = report.bytesDone;
    const steps = syncSource({ sink, clock }, agent, ref, { ...limits, verify });
    try {
      let step = steps.next();
      for (; !step.done; step = steps.next()) {
        tellPaused(undefined);
        report.bytesDone = Math.min(doneBefore + stamp.size, report.bytesDone + maxBatchBytes);
        if (clock.now() < sliceEndMs) continue;
        onProgress?.(report);
        await nextTurn();
        sliceEndMs = clock.now() + sliceMs;
        if (signal?.aborted) return;
      }
      const { status, error = 'unknown' } = step.value;
      if (status === 'unreadable') report.failed.push({ file, code: 'BELFRY_SOURCE_UNREADABLE', message: error });
    } catch (thrown) {
      const error = toBelfryError(thrown);
      if (error.retryable) {
        report.bytesDone = doneBefore;
        tellPaused(error.code);
        await sleep(retryMs, undefined, signal ? { signal } : {}).catch(() => undefined);
        if (!signal?.aborted) return importOne({ ref, file, stamp });
      } else {
        report.failed.push({ file, code: error.code, message: error.message });
      }
    } finally {
      steps.return({ status: 'read', bytes: 0, pendingBytes: 0 });
    }
    report.bytesDone = doneBefore + stamp.size;
  }

  for (const source of sortNewestFirst(sources)) {
    if (signal?.aborted) break;
    options.onSource?.(source);
    await importOne(source);
    report.filesDone += 1;
    onProgress?.(report);
  }
  return report;
}
