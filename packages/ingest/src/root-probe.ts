import { readdir } from 'node:fs/promises';

export type RootState = { state: 'found' } | { state: 'missing' } | { state: 'unavailable'; detail: string };

/** Tells whether a directory answers, without ever waiting long for one that does not. */
export interface RootProbe {
  probe(path: string): Promise<RootState>;
}

export interface RootProbeOptions {
  deadlineMs?: number;
  readDirectory?: (path: string) => Promise<unknown>;
}

/**
 * Lists a directory in a thread of its own under a deadline: on a dead network mount the call never returns,
 * and everything else must go on. While such a call hangs no second one is made for the same path,
 * because each holds one of the few threads.
 */
export function createRootProbe({ deadlineMs = 2_000, readDirectory = readdir }: RootProbeOptions = {}): RootProbe {
  const hanging = new Map<string, Promise<RootState>>();

  async function list(path: string): Promise<RootState> {
    try {
      await readDirectory(path);
      return { state: 'found' };
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
      return code === 'ENOENT' ? { state: 'missing' } : { state: 'unavailable', detail: code };
    } finally {
      hanging.delete(path);
    }
  }

  return {
    async probe(path) {
      const listing = hanging.get(path) ?? list(path);
      hanging.set(path, listing);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<RootState>((resolve) => {
        timer = setTimeout(() => resolve({ state: 'unavailable', detail: 'no answer' }), deadlineMs);
      });
      try {
        return await Promise.race([listing, late]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
