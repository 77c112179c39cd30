import { openReadOnly } from '../database/connection.ts';
import { copyDatabase } from '../database/copy-database.ts';
import { toArchiveError } from '../database/sqlite-error.ts';

/**
 * Writes a consistent copy of a database, archive or state, to `target` while others write to it; 0600, and under its
 * name only when it is complete. Holds this thread up for as long as it takes.
 * @throws BELFRY_ARCHIVE_MISSING, BELFRY_DISK_FULL
 */
export function backUpDatabase(path: string, target: string): void {
  const connection = openReadOnly(path);
  try {
    // A copy is a write in SQLite's eyes; the file itself is open for reading only.
    connection.pragma('query_only = OFF');
    copyDatabase(connection, target);
  } catch (error) {
    throw toArchiveError(error, target);
  } finally {
    connection.close();
  }
}
