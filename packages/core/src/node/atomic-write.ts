import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';

let written = 0;

/**
 * Replaces a file as a whole, readable by its owner only (0600) whatever the umask. Readers see the old content or
 * the new, also after a crash or power loss; on failure the old file stays and nothing is left beside it.
 */
export function writeFileAtomic(path: string, content: string | Uint8Array): void {
  const temporary = writeTemporary(path, content);
  try {
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncDirectory(dirname(path));
}

/** Writes the content, durably and 0600, to a new file beside `path`, and says where. */
export function writeTemporary(path: string, content: string | Uint8Array): string {
  written += 1;
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}-${threadId}-${written}.tmp`);
  // A process that died with our pid may have left its file; 'wx' also refuses to follow a planted link.
  rmSync(temporary, { force: true });
  const file = openSync(temporary, 'wx', 0o600);
  try {
    fchmodSync(file, 0o600);
    writeFileSync(file, content);
    fsyncSync(file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  return temporary;
}

/** Makes a rename or link in the directory durable, where the file system can. */
export function syncDirectory(path: string): void {
  // Windows has no way to open a directory for this, and its renames are journalled.
  if (process.platform === 'win32') return;
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } catch (error) {
    // Some network file systems refuse to sync a directory; the rename itself has happened.
    if ((error as NodeJS.ErrnoException).code !== 'EINVAL') throw error;
  } finally {
    closeSync(directory);
  }
}
