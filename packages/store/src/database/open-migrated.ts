import { existsSync, statSync } from 'node:fs';
import { type Connection, openReadOnly, openWritable, type WriterPragmas } from './connection.ts';
import { checkVersion, type MigrateOptions, migrate } from './migrate.ts';
import { toArchiveError } from './sqlite-error.ts';

/**
 * Opens a database for writing at its newest schema; creates it when there is none.
 * @throws BELFRY_ARCHIVE_NEWER, BELFRY_ARCHIVE_CORRUPT before anything in it was touched
 */
export function openMigrated(options: MigrateOptions & WriterPragmas): Connection {
  const { path } = options;
  // Looked at through a connection that cannot write: an ordinary one would already change the file by closing.
  if (path !== ':memory:' && existsSync(path) && statSync(path).size > 0) check(options);
  const connection = openWritable(path, options);
  try {
    migrate(connection, options);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function check(options: MigrateOptions): void {
  const connection = openReadOnly(options.path);
  try {
    checkVersion(connection, options);
  } catch (error) {
    throw toArchiveError(error, options.path);
  } finally {
    connection.close();
  }
}
