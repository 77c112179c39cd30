import { BelfryError, toBelfryError } from '@belfry/core';

const freeSpace = 'Free some disk space; belfry resumes by itself.';
const tryBackup = 'Restore a backup from the same directory, or move the file aside to import the sources again.';

/** Says in belfry's codes what SQLite said in its own; anything else goes through `toBelfryError`. */
export function toArchiveError(thrown: unknown, path: string): BelfryError {
  if (thrown instanceof BelfryError) return thrown;
  const code = String((thrown as { code?: unknown } | null)?.code ?? '');
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (code === 'SQLITE_FULL') {
    return new BelfryError('BELFRY_DISK_FULL', `No space left to write ${path}`, { cause: thrown, hint: freeSpace });
  }
  // A quota, or a limit to the size of files; a disk that fails is told in the same words.
  if (code === 'SQLITE_IOERR_WRITE' || code === 'SQLITE_IOERR_SHMSIZE') {
    return new BelfryError('BELFRY_DISK_FULL', `The system refuses to write ${path} (${code})`, {
      cause: thrown,
      hint: 'Check free space, quota and the disk itself; belfry resumes by itself.',
    });
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new BelfryError('BELFRY_ARCHIVE_BUSY', `${path} is in use by another writer`, {
      cause: thrown,
      hint: 'Try again in a moment.',
    });
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return new BelfryError('BELFRY_ARCHIVE_CORRUPT', `${path} is damaged: ${message}`, {
      cause: thrown,
      hint: tryBackup,
    });
  }
  return toBelfryError(thrown);
}
