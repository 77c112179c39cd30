import { existsSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { BelfryError } from '@belfry/core';
import type { TellProgress } from './jobs.ts';

/** Who has the archive open, and can be asked to let go of it. */
export interface ArchiveHolders {
  path: string;
  /** Folds, sweeps and merges, beside live lines. */
  tend(): Promise<void>;
  /** Reads no file any more and writes a compact copy; `false` when the archive is not all in its file. */
  handOver(fresh: string): Promise<boolean>;
  /** Lets go of the archive, does what is `between`, and takes up what is at its path then. */
  reopen(between?: () => void): Promise<void>;
  /** Companions of the old file are not to be mixed with the new one. */
  dropCompanions(): void;
  /** What is at the path now is what is to be used. */
  note(): void;
}

const lookMs = 200;

/**
 * Puts a compact copy in the archive's place. Lines that come meanwhile are read afterwards; readers are answered all
 * along but for a moment at the end.
 * @throws BELFRY_DISK_FULL before anything is done, BELFRY_ARCHIVE_BUSY while another process reads the archive
 */
export async function compactArchive(
  holders: ArchiveHolders,
  tell: TellProgress,
): Promise<{ bytesBefore: number; bytesAfter: number }> {
  const { path } = holders;
  const bytesBefore = sizeOf(path);
  await holders.tend();
  refuseTightDisk(path);
  const fresh = `${path}.compacted`;
  const timer = setInterval(() => {
    tell({ step: 'copy', done: existsSync(`${fresh}.partial`) ? statSync(`${fresh}.partial`).size : 0, total: 0 });
  }, lookMs);
  try {
    const isAll = await holders.handOver(fresh);
    if (!isAll) {
      throw new BelfryError('BELFRY_ARCHIVE_BUSY', 'Another process reads the archive; it was left as it is.', {
        hint: 'Try again when it has ended.',
      });
    }
    await holders.reopen(() => {
      holders.dropCompanions();
      renameSync(fresh, path);
      holders.note();
    });
  } catch (error) {
    rmSync(fresh, { force: true });
    // Nobody reads files any more since the hand-over.
    await holders.reopen();
    throw error;
  } finally {
    clearInterval(timer);
  }
  return { bytesBefore, bytesAfter: sizeOf(path) };
}

/** With the write-ahead log. */
function sizeOf(path: string): number {
  return [path, `${path}-wal`].reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
}

function refuseTightDisk(path: string): void {
  const { bavail, bsize } = statfsSync(dirname(path));
  const needed = statSync(path).size;
  if (bavail * bsize > needed) return;
  throw new BelfryError('BELFRY_DISK_FULL', `A compact copy of ${path} may need ${needed} bytes.`, {
    hint: 'Free some disk space first, or move BELFRY_HOME to a larger disk.',
  });
}
