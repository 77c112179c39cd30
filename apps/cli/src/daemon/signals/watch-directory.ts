import { existsSync, type FSWatcher, mkdirSync, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';

/** How often it is looked whether the directory is still the one that is watched. */
const checkMs = 60_000;

/**
 * Tells names of files that were made or written in a directory, which is made when it is not there, and made again
 * when it was taken away. `undefined`: anything may have changed.
 */
export function watchDirectory(path: string, onChange: (name: string | undefined) => void): { close(): void } {
  let watcher: FSWatcher | undefined;
  let inode = 0;
  let isClosed = false;

  const begin = () => {
    // Not what holds them: a home that was deleted stays deleted.
    for (const part of [dirname(path), path]) if (!existsSync(part)) mkdirSync(part, { mode: 0o700 });
    inode = statSync(path).ino;
    watcher?.close();
    watcher = undefined;
    watcher = watch(path, { persistent: false }, (_event, name) => {
      // On Linux the end of the directory itself is told by its own name.
      if (name !== null && !isThere()) check();
      else onChange(name ?? undefined);
    });
    // A directory that was taken away; the next check makes it again.
    watcher.on('error', () => {});
  };
  const isThere = () => watcher !== undefined && statSync(path, { throwIfNoEntry: false })?.ino === inode;
  const check = () => {
    if (isClosed || isThere()) return;
    try {
      begin();
    } catch {
      // It cannot be made or watched now; until the next check it is looked at without being told.
    }
    onChange(undefined);
  };
  check();
  const timer = setInterval(check, checkMs);
  timer.unref();
  return {
    close() {
      isClosed = true;
      clearInterval(timer);
      watcher?.close();
    },
  };
}
