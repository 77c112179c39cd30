import { type BigIntStats, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** What became of the file that is open: nothing at its path, another file there, or not even the directory. */
export type ArchiveLoss = 'deleted' | 'replaced' | 'home-gone';

/** Knows whether the archive at the path is still the one that was opened. Looks by `stat`, never opens the file. */
export interface ArchiveGuard {
  /** What is at the path now is what was opened. */
  note(): void;
  check(): ArchiveLoss | undefined;
  /**
   * Removes what SQLite keeps beside a file and did not take away, because the file was gone when it was closed: the
   * log of one archive must not be played into another. To be called while nobody has either open.
   */
  dropCompanions(): void;
}

export function createArchiveGuard(path: string): ArchiveGuard {
  const companions = [`${path}-wal`, `${path}-shm`];
  let opened: BigIntStats | undefined;
  let beside: (BigIntStats | undefined)[] = [];
  return {
    note() {
      opened = look(path);
      beside = companions.map(look);
    },
    check() {
      const found = look(path);
      if (found === undefined) return look(dirname(path)) === undefined ? 'home-gone' : 'deleted';
      if (!isSame(found, opened)) return 'replaced';
      beside = companions.map(look);
      return undefined;
    },
    dropCompanions() {
      for (const [index, file] of companions.entries()) {
        const found = look(file);
        // Another one came with the file that took the place.
        if (found !== undefined && isSame(found, beside[index])) rmSync(file);
      }
    },
  };
}

function look(file: string): BigIntStats | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false });
}

function isSame(a: BigIntStats, b: BigIntStats | undefined): boolean {
  return a.dev === b?.dev && a.ino === b.ino;
}
