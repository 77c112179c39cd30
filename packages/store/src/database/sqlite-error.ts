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
