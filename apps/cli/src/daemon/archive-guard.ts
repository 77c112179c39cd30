import { type BigIntStats, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** What became of the file that is open: nothing at its path, another file there, or not even the directory. */
export type ArchiveLoss = 'deleted' | 'replaced' | 'home-gone';

/** Knows whether the archive at the path is still the one that was opened. Looks by `stat`, never opens the file. */
export interface ArchiveGuard {
  /** What is at the path now is what was opened. */
  note(): void;
  check(): ArchiveLoss | undefined;
}

export function createArchiveGuard(path: string): ArchiveGuard {
  let opened: BigIntStats | undefined;
  const look = (of: string) => statSync(of, { bigint: true, throwIfNoEntry: false });
  return {
    note() {
      opened = look(path);
    },
    check() {
      const found = look(path);
      if (found === undefined) return look(dirname(path)) === undefined ? 'home-gone' : 'deleted';
      return found.dev === opened?.dev && found.ino === opened.ino ? undefined : 'replaced';
    },
  };
}
