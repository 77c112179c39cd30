import type { Change, Logger } from '@belfry/core';
import type { FoundSource } from '@belfry/ingest';
import { importBacklog } from './import-backlog.ts';
import type { IngestSettings } from './protocol.ts';
import type { SyncStatus } from './sync-status.ts';

export interface BacklogImporter {
  add(sources: FoundSource[]): void;
  /** What was added before is taken up; without any, the import is over at once. */
  begin(): void;
  stop(): Promise<void>;
}

/** Imports what is added, one child process after the other; a child that breaks is followed by one more. */
export function createBacklogImporter(options: {
  entry: URL;
  settings: IngestSettings;
  logger: Logger;
  status: SyncStatus;
  onCommitted(changes: Change[]): void;
  /** Looks again after each import: takes note of what was read, and finds what a broken child left. */
  rescan(): Promise<void>;
}): BacklogImporter {
  const { logger, status } = options;
  const abort = new AbortController();
  let waiting: FoundSource[] = [];
  let running: Promise<void> | undefined;
  let failures = 0;

  return {
    add(sources) {
      waiting.push(...sources);
      if (running === undefined && sources.length > 0) running = runAll();
    },
    begin() {
      if (running === undefined) status.end();
    },
    async stop() {
      abort.abort();
      await running;
    },
  };

  async function runAll(): Promise<void> {
    while (waiting.length > 0 && !abort.signal.aborted) {
      const sources = waiting;
      waiting = [];
      await runOnce(sources);
    }
    running = undefined;
    if (abort.signal.aborted) return;
    status.end();
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
    }
    // Three in a row that break are left for the next re-scan, or a source that breaks importers would be tried for ever.
    if (failures < 3 && !abort.signal.aborted) await options.rescan();
  }
}
