import type { Change, Logger } from '@belfry/core';
import type { FoundSource } from '@belfry/ingest';
import { importBacklog } from './import-backlog.ts';
import { createImportQueue, type ImportTask } from './import-queue.ts';
import type { IngestSettings } from './protocol.ts';
import type { SyncStatus } from './sync-status.ts';

export interface BacklogImporter {
  add(sources: FoundSource[]): void;
  /** What was added before is taken up; without any, the import is over at once. */
  begin(): void;
  /** Ends what runs and forgets what waits: the archive is let go of, and the next look finds all of it again. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Children that break in a row before what they left waits for the next look at the directories. */
const maxFailures = 3;

/** Imports what is added, one child process after the other; what a child that broke has left goes to the next. */
export function createBacklogImporter(options: {
  entry: URL;
  settings: IngestSettings;
  logger: Logger;
  status: SyncStatus;
  onCommitted(changes: Change[]): void;
  /** The archive takes nothing, for this error code; `undefined` when it does again, or nobody tries any more. */
  onPaused(code: string | undefined): void;
  /** Looks again when nothing is left to import: takes note of what was read, and what was not is added again later. */
  rescan(): Promise<void>;
  /** Whether the archive is still in its place: a child opens it by its path. */
  mayImport(): boolean;
}): BacklogImporter {
  const { logger, status } = options;
  let abort = new AbortController();
  const queue = createImportQueue();
  let running: Promise<void> | undefined;
  let failures = 0;

  return {
    add(sources) {
      queue.add(sources);
      if (running !== undefined || queue.isEmpty) return;
      running = runAll().finally(() => {
        running = undefined;
      });
    },
    begin() {
      if (running === undefined) status.end();
    },
    async reset() {
      abort.abort();
      await running;
      queue.clear();
      abort = new AbortController();
    },
    async stop() {
      abort.abort();
      await running;
    },
  };

  async function runAll(): Promise<void> {
    while (!queue.isEmpty && !abort.signal.aborted && options.mayImport()) await runOnce(queue.next());
    if (!abort.signal.aborted) status.end();
  }

  async function runOnce(task: ImportTask): Promise<void> {
    const { sources, care } = task;
    let inHand: string[] = [];
    status.begin(
      sources.length,
      sources.reduce((sum, { stamp }) => sum + stamp.size, 0),
    );
    try {
      await importBacklog({
        entry: options.entry,
        settings: options.settings,
        task,
        signal: abort.signal,
        events: {
          inHand: (files) => {
            inHand = files;
          },
          paused: options.onPaused,
          refused: (failure) => logger.error('source refused', failure),
          committed: (changes, progress) => {
            status.advance(progress);
            options.onCommitted(changes);
          },
        },
      });
      failures = 0;
      queue.done(task);
    } catch (error) {
      const message = (error as Error).message;
      if (queue.broke(task, inHand)) {
        logger.error('import broke', { error: message, care, inHand });
      } else {
        failures += 1;
        logger.error('import failed', { error: message, failures });
        // A child takes no time over what is read already, so all are given again.
        if (failures < maxFailures) queue.add(sources);
      }
    } finally {
      options.onPaused(undefined);
    }
    if (!queue.isEmpty || abort.signal.aborted) return;
    try {
      await options.rescan();
    } catch (error) {
      // The ingest thread restarts, and looks at everything when it does.
      logger.warn('no look after the import', { error: (error as Error).message });
    }
  }
}
