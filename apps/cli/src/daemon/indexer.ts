import type { Change, Logger } from '@belfry/core';
import type { IndexCalls, IndexEvents } from './index-protocol.ts';
import { runRpcChild } from './rpc-child.ts';

/** Sees to it that everything in the archive is derived by the parsers of today and can be searched. */
export interface Indexer {
  /** Something may be to do: looks whether there is, unless that is being done. */
  wake(): void;
  /** Ends what runs: the archive is let go of. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Processes that break in a row before what is left waits for the next start or import. */
const maxFailures = 3;

/**
 * Does in a process of its own what is too much for the ingest thread: after an import, and in an archive of an older
 * belfry.
 */
export function createIndexer(options: {
  entry: URL;
  archivePath: string;
  logger: Logger;
  /** Has the ingest thread do what is little; whether there is more than that. */
  isMuch(): Promise<boolean>;
  /** Whether nothing more urgent writes now, and the archive is in its place. */
  mayIndex(): boolean;
  /** Sessions were derived again. */
  onCommitted(changes: Change[]): void;
}): Indexer {
  const { logger } = options;
  let abort = new AbortController();
  let running: Promise<void> | undefined;

  return {
    wake() {
      running ??= run()
        .catch((error: Error) => logger.warn('no look at the index', { error: error.message }))
        .finally(() => {
          running = undefined;
        });
    },
    async reset() {
      abort.abort();
      await running;
      abort = new AbortController();
    },
    async stop() {
      abort.abort();
      await running;
    },
  };

  async function run(): Promise<void> {
    const { signal } = abort;
    for (let failures = 0; failures < maxFailures && !signal.aborted; failures++) {
      if (!options.mayIndex() || !(await options.isMuch()) || signal.aborted) return;
      try {
        await runRpcChild<IndexCalls, IndexEvents>({
          name: 'index',
          entry: options.entry,
          env: { BELFRY_ARCHIVE: options.archivePath },
          events: {
            committed: options.onCommitted,
            failed: (failure) => logger.error('session is not derived again', failure),
            skipped: (failure) => logger.error('session is not indexed', failure),
          },
          signal,
          work: (calls) => calls.run(),
        });
        return;
      } catch (error) {
        logger.error('index failed', { error: (error as Error).message, failures });
      }
    }
  }
}
