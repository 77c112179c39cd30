import { BelfryError, type Clock, type Logger, toBelfryError } from '@belfry/core';
import type { ArchiveGuard, ArchiveLoss } from './archive-guard.ts';
import type { Notices } from './notices.ts';
import type { IngestThread } from './open-ingest.ts';
import type { Reader } from './reader.ts';
import { describeRescued, findRescued, rescuePath } from './rescued-archives.ts';

export interface KeepArchiveOptions {
  path: string;
  guard: ArchiveGuard;
  ingest: IngestThread;
  /** Ends the processes that write beside the ingest thread. */
  letGo(): Promise<void>;
  reader: Reader;
  notices: Notices;
  clock: Clock;
  logger: Logger;
  /** Takes the lock again when its file went too; `false` when another belfry has it now. */
  renewLock(): boolean;
  /** Everything that was told is void. */
  onOther(): void;
  /** Goes on no more. */
  onFatal(error: BelfryError): void;
}

/** Between two looks: a few calls of `stat`. */
const everyMs = 2_000;

/**
 * Notices that the archive was deleted or replaced under the daemon. The file is still open here, so what it holds is
 * saved first; then belfry goes on with what is in its place now, a new archive if nothing is, and reads the agents'
 * files into it. While it cannot be saved nothing is let go of.
 */
export function keepArchive(options: KeepArchiveOptions): { stop(): Promise<void> } {
  const { path, guard, notices, logger } = options;
  let checking: Promise<void> | undefined;
  const timer = setInterval(() => {
    checking ??= check().finally(() => {
      checking = undefined;
    });
  }, everyMs);
  timer.unref();
  tellRescued();

  return {
    async stop() {
      clearInterval(timer);
      await checking;
    },
  };

  async function check(): Promise<void> {
    const loss = guard.check();
    if (loss === undefined) {
      tellRescued();
      return;
    }
    logger.error('archive lost its place', { path, loss });
    try {
      if (loss === 'home-gone') throw homeGone(path);
      await recover(loss);
    } catch (thrown) {
      const error = toBelfryError(thrown);
      logger.error('archive is not recovered', { error: error.message, code: error.code });
      if (error.code === 'BELFRY_DISK_FULL') {
        const message = `The archive was ${loss} while belfry used it, and what it held cannot be saved: ${error.message}`;
        notices.raise('archive-lost', { message, hint: error.hint });
      } else {
        options.onFatal(error);
      }
    }
  }

  async function recover(loss: ArchiveLoss): Promise<void> {
    const { ingest, reader } = options;
    await options.letGo();
    const saved = rescuePath(path, options.clock.now());
    await ingest.copyArchive(saved);
    logger.warn('archive saved', { saved });
    if (!options.renewLock()) {
      throw new BelfryError('BELFRY_LOCKED', 'Another belfry has taken this home over.', {
        hint: `What this one held is saved in ${saved}.`,
      });
    }
    await reader.reopen(() => ingest.reopen(() => guard.dropCompanions()));
    guard.note();
    options.onOther();
    tellRescued();
    logger.warn('archive recovered', { loss, saved });
  }

  /** Stands until somebody has dealt with the file, over restarts too. */
  function tellRescued(): void {
    const said = describeRescued(findRescued(path));
    if (said === undefined) notices.clear('archive-lost');
    else notices.raise('archive-lost', said);
  }
}

function homeGone(path: string): BelfryError {
  return new BelfryError('BELFRY_ARCHIVE_MISSING', `The directory of ${path} was deleted while belfry used it.`, {
    hint: 'belfry has stopped. Start it again to make a new archive from your agents’ files.',
  });
}
