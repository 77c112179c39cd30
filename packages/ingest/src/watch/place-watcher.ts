import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Place } from '../place.ts';
import { type FoundDirectory, scopeStarts, type WalkStart } from '../walk-place.ts';
import { onceAppeared } from './appearance.ts';
import { chooseDirectories, type WatchBudget } from './choose-directories.ts';
import { createDirectoryWatches, type WatchFunction } from './directory-watches.ts';

/** A directory and what a walk knows of it; its sources are not kept. */
export type KnownDirectory = Pick<FoundDirectory, 'place' | 'path' | 'depth' | 'level' | 'activeMs'>;

export interface PlaceWatcherOptions {
  /** A file or directory below a place came, changed or went. */
  onPath: (place: Place, path: string, directory: WalkStart) => void;
  /** A place's directory came into being. */
  onAppeared: (place: Place) => void;
  platform: NodeJS.Platform;
  budget: Omit<WatchBudget, 'nowMs'>;
  watch?: WatchFunction;
}

export interface WatchStatus {
  watched: number;
  /** Directories that should be watched and are looked at often instead. */
  polled: number;
  /** Why, e.g. `ENOSPC`: the system's limit of watches is reached. */
  degradedBy?: string;
}

/** Watches the directories of all places that are worth it, and waits for those that do not exist yet. */
export interface PlaceWatcher {
  /** Takes the result of a walk; returns the directories watched from now on. */
  update(place: Place, found: readonly KnownDirectory[], nowMs: number): KnownDirectory[];
  /** Watches one more directory, which has just appeared. */
  add(directory: KnownDirectory): void;
  /** Whether changes of what is directly in a directory are told as they happen. */
  isWatched(directory: string): boolean;
  /** Directories the system refused to watch. */
  refused(): KnownDirectory[];
  status(): WatchStatus;
  close(): void;
}

export function createPlaceWatcher(options: PlaceWatcherOptions): PlaceWatcher {
  const { onPath, onAppeared, platform, budget } = options;
  // Both watch a whole tree with one handle; Linux needs one a directory.
  const recursive = platform === 'darwin' || platform === 'win32';
  const directories = new Map<string, KnownDirectory>();
  const refused = new Map<string, string>();
  const awaited = new Map<string, () => void>();
  let isClosed = false;

  const watches = createDirectoryWatches({
    recursive,
    ...(options.watch ? { watch: options.watch } : {}),
    onChange(path, name) {
      const directory = directories.get(path);
      if (!directory) return;
      const levels = name === undefined ? 0 : name.split(sep).length - 1;
      const { depth, level } = directory;
      onPath(directory.place, name === undefined ? path : join(path, name), {
        path,
        depth: depth - levels,
        level: level + levels,
      });
    },
    onRefused(path, code) {
      // A directory that is gone needs no watch.
      if (code !== 'ENOENT') refused.set(path, code);
    },
  });

  function add(directory: KnownDirectory): void {
    directories.set(directory.path, directory);
    if (recursive && directory.level > 0) return;
    if (watches.add(directory.path)) refused.delete(directory.path);
  }

  function drop(path: string): void {
    watches.remove(path);
    directories.delete(path);
    refused.delete(path);
  }

  function awaitScopes(place: Place, found: readonly KnownDirectory[]): void {
    for (const { path } of scopeStarts(place)) {
      const isThere = found.some((directory) => directory.path === path) || existsSync(path);
      if (isThere) {
        awaited.get(path)?.();
        awaited.delete(path);
      } else if (!awaited.has(path)) {
        const appeared = () => {
          awaited.delete(path);
          if (!isClosed) onAppeared(place);
        };
        awaited.set(path, () => {});
        const cancel = onceAppeared(path, appeared);
        if (awaited.has(path)) awaited.set(path, cancel);
      }
    }
  }

  return {
    update(place, found, nowMs) {
      const chosen = chooseDirectories(found, { ...budget, nowMs });
      for (const [path, directory] of directories) {
        if (directory.place === place && !chosen.has(path)) drop(path);
      }
      const before = new Set(directories.keys());
      for (const directory of found) if (chosen.has(directory.path)) add(directory);
      awaitScopes(place, found);
      return found.filter(({ path }) => chosen.has(path) && !before.has(path));
    },
    add,
    isWatched: (path) => directories.has(path) && !refused.has(path),
    refused: () => [...refused.keys()].flatMap((path) => directories.get(path) ?? []),
    status() {
      const [degradedBy] = refused.values();
      return { watched: watches.size, polled: refused.size, ...(degradedBy ? { degradedBy } : {}) };
    },
    close() {
      isClosed = true;
      watches.close();
      for (const cancel of awaited.values()) cancel();
      awaited.clear();
    },
  };
}
