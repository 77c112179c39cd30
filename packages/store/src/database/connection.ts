import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { BelfryError } from '@belfry/core';
import Database from 'better-sqlite3';
import { toArchiveError } from './sqlite-error.ts';

export type Connection = Database.Database;

export interface WriterPragmas {
  /** `NORMAL` survives the death of the process, `FULL` also the loss of power. */
  synchronous: 'NORMAL' | 'FULL';
  /** Pages kept in memory, in bytes; an import wants more than a daemon that is mostly idle. Default 8 MB. */
  cacheBytes?: number;
}

/**
 * Pages of 4 kB after which a commit moves the WAL into the file, which waits for the disk. High, because live
 * commits should not: `fold` does it in idle time.
 */
const checkpointPages = 4_000;
const walLimitBytes = 64 * 1024 * 1024;
const defaultCacheBytes = 8 * 1024 * 1024;
const busyTimeoutMs = 10_000;

/** Opens a database for writing, creating it and its directory; files are 0600 whatever the umask. */
export function openWritable(path: string, pragmas: WriterPragmas): Connection {
  try {
    if (path !== ':memory:') createPrivate(path);
    const connection = new Database(path, { timeout: busyTimeoutMs });
    connection.pragma('journal_mode = WAL');
    connection.pragma(`synchronous = ${pragmas.synchronous}`);
    connection.pragma(`wal_autocheckpoint = ${checkpointPages}`);
    connection.pragma(`journal_size_limit = ${walLimitBytes}`);
    connection.pragma(`cache_size = -${toKiB(pragmas.cacheBytes ?? defaultCacheBytes)}`);
    connection.pragma('foreign_keys = OFF');
    connection.pragma('temp_store = MEMORY');
    return connection;
  } catch (error) {
    throw toArchiveError(error, path);
  }
}

/**
 * Opens an existing database that this connection can never change.
 * @throws BELFRY_ARCHIVE_MISSING when there is none
 */
export function openReadOnly(path: string): Connection {
  if (!existsSync(path)) {
    throw new BelfryError('BELFRY_ARCHIVE_MISSING', `There is no archive at ${path}`, {
      hint: 'Start belfry once, it builds the archive from your session files.',
    });
  }
  try {
    const connection = new Database(path, { readonly: true, fileMustExist: true, timeout: busyTimeoutMs });
    connection.pragma('query_only = ON');
    connection.pragma(`cache_size = -${toKiB(defaultCacheBytes)}`);
    connection.pragma('temp_store = MEMORY');
    return connection;
  } catch (error) {
    throw toArchiveError(error, path);
  }
}

/** Gives back the pages a connection keeps in memory; it reads them again when it needs them. */
export function releaseMemory(connection: Connection): void {
  connection.pragma('shrink_memory');
}

/**
 * SQLite gives -wal and -shm the mode of the main file, so that one must be private before SQLite sees it.
 * Never opens a file that exists: closing it would drop the POSIX locks of this process's other connections.
 */
export function createPrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const descriptor = openSync(path, 'wx', 0o600);
    closeSync(descriptor);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    if (existsSync(file)) chmodSync(file, 0o600);
  }
}

/** SQLite takes a negative cache size as kibibytes. */
function toKiB(bytes: number): number {
  return Math.round(bytes / 1024);
}
