import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncDirectory } from '@belfry/core/node';
import { type Connection, createPrivate } from './connection.ts';

/**
 * Writes a consistent, compact copy of all the connection sees to `target`, 0600, while others go on writing. It
 * appears under its name only when it is complete and on the disk; what stood there is replaced.
 */
export function copyDatabase(connection: Connection, target: string): void {
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  createPrivate(partial);
  try {
    connection.prepare('VACUUM INTO ?').run(partial);
    flush(partial);
    renameSync(partial, target);
    syncDirectory(dirname(target));
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

function flush(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
