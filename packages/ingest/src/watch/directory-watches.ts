import { type FSWatcher, statSync, watch as watchPath } from 'node:fs';

/** The one function of the system this needs; tests give one that runs out of watches. */
export type WatchFunction = (
  path: string,
  options: { recursive: boolean; persistent: boolean },
  onEvent: (event: string, name: string | null) => void,
) => Pick<FSWatcher, 'on' | 'close'>;

export interface DirectoryWatchesOptions {
  /** Something below `directory` changed; `name` is relative to it, absent when the system did not say. */
  onChange: (directory: string, name: string | undefined) => void;
  /** A directory cannot be watched (limit reached, gone); its changes are found by looking. */
  onRefused: (directory: string, code: string) => void;
  /** Also watch what lies below each directory: macOS and Windows do that natively, Linux does not. */
  recursive?: boolean;
  watch?: WatchFunction;
}

/** Watches on directories, one each. On Linux this costs 2 ms for 40 directories of 10,000 files; a watch per file costs 200 times as much. */
export interface DirectoryWatches {
  /** Idempotent; watches anew when another directory has taken the name. `false` when refused. */
  add(directory: string): boolean;
  remove(directory: string): void;
  has(directory: string): boolean;
  readonly size: number;
  close(): void;
}

export function createDirectoryWatches(options: DirectoryWatchesOptions): DirectoryWatches {
  const { onChange, onRefused, recursive = false, watch = watchPath as WatchFunction } = options;
  const watches = new Map<string, { inode: number; handle: Pick<FSWatcher, 'on' | 'close'> }>();

  function remove(directory: string): void {
    watches.get(directory)?.handle.close();
    watches.delete(directory);
  }

  function refuse(directory: string, error: unknown): void {
    remove(directory);
    onRefused(directory, (error as NodeJS.ErrnoException).code ?? 'unknown');
  }

  return {
    add(directory) {
      try {
        const inode = statSync(directory).ino;
        if (watches.get(directory)?.inode === inode) return true;
        remove(directory);
        const handle = watch(directory, { recursive, persistent: true }, (_event, name) =>
          onChange(directory, name ?? undefined),
        );
        handle.on('error', (error) => refuse(directory, error));
        watches.set(directory, { inode, handle });
        return true;
      } catch (error) {
        refuse(directory, error);
        return false;
      }
    },
    remove,
    has: (directory) => watches.has(directory),
    get size() {
      return watches.size;
    },
    close() {
      for (const directory of [...watches.keys()]) remove(directory);
    },
  };
}
