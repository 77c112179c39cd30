import { watch } from 'chokidar';

/** Tells when a file that may not exist yet was made, changed, replaced or removed. */
export function watchConfigFile(path: string, onChange: () => void): { ready: Promise<void>; close(): Promise<void> } {
  const watcher = watch(path, {
    ignoreInitial: true,
    // Editors write by renaming: one change, not a removal and a new file.
    atomic: true,
    // A file is made before it is filled, and the second of two changes at once may not be told.
    awaitWriteFinish: { stabilityThreshold: 100, pollInterval: 25 },
  });
  watcher.on('all', onChange);
  // A directory that cannot be watched: `belfry daemon restart` still applies what was changed.
  watcher.on('error', () => {});
  const ready = new Promise<void>((resolve) => watcher.once('ready', resolve));
  return { ready, close: () => watcher.close() };
}
