import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { watch } from 'chokidar';

/**
 * Calls back once, when a directory that does not exist yet has appeared, however many of its parents
 * are missing too. Returns how to stop waiting.
 */
export function onceAppeared(path: string, onAppeared: () => void): () => void {
  let stopWatching: (() => void) | undefined;
  let isDone = false;

  function look(): void {
    stopWatching?.();
    if (isDone) return;
    if (existsSync(path)) {
      isDone = true;
      onAppeared();
      return;
    }
    const awaited = firstMissing(path);
    const watcher = watch(awaited, { depth: 0, persistent: true });
    stopWatching = () => void watcher.close();
    watcher.on('addDir', look);
    // It may have come between the look and the watch.
    watcher.on('ready', () => existsSync(awaited) && look());
    // What cannot be watched is found by the next re-scan.
    watcher.on('error', () => stopWatching?.());
  }

  look();
  return () => {
    isDone = true;
    stopWatching?.();
  };
}

/** The topmost part of the path that does not exist. */
function firstMissing(path: string): string {
  const parent = dirname(path);
  return parent === path || existsSync(parent) ? path : firstMissing(parent);
}
