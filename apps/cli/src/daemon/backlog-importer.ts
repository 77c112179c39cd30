import type { Change, Logger } from '@belfry/core';
import type { FoundSource } from '@belfry/ingest';
import { importBacklog } from './import-backlog.ts';
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
  /** Looks again when nothing is left to import: takes note of what was read, and what was not is added again later. */
  rescan(): Promise<void>;
  /** Whether the archive is still in its place: a child opens it by its path. */
  mayImport(): boolean;
}): BacklogImporter {
  const { logger, status } = options;
  let abort = new AbortController();
  let waiting: FoundSource[] = [];
  let running: Promise<void> | undefined;
  let failures = 0;

  return {
    add(sources) {
      waiting.push(...sources);
      if (running !== undefined || waiting.length === 0) return;
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
      waiting = [];
      abort = new AbortController();
    },
    async stop() {
      abort.abort();
      await running;
    },
  };

  async function runAll(): Promise<void> {
    while (waiting.length > 0 && !abort.signal.aborted && options.mayImport()) {
      const sources = waiting;
      waiting = [];
      await runOnce(sources);
    }
    if (!abort.signal.aborted) status.end();
  }

  async function runOnce(sources: FoundSource[]): Promise<void> {
    status.begin(
      sources.length,
      sources.reduce((sum, { stamp }) => sum + stamp.size, 0),
    );
    try {
      await importBacklog({
        entry: options.entry,
        settings: options.settings,
        sources,
        signal: abort.signal,
        events: {
          refused: (failure) => logger.error('source refused', failure),
          committed: (changes, progress) => {
            status.advance(progress);
            options.onCommitted(changes);
          },
        },
      });
      failures = 0;
    } catch (error) {
      failures += 1;
      logger.error('import failed', { error: (error as Error).message, failures });
      // A child takes no time over what is read already, so all are given again.
      if (failures < maxFailures) waiting.push(...sources);
    }
    if (waiting.length > 0 || abort.signal.aborted) return;
    try {
      await options.rescan();
    } catch (error) {
      // The ingest thread restarts, and looks at everything when it does.
      logger.warn('no look after the import', { error: (error as Error).message });
    }
  }
}
