import { lstat, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, type Logger, toBelfryError } from '@belfry/core';
import { fullMark } from '../../hooks/spool-places.ts';
import { parseSpooled, type Spooled } from './spooled.ts';
import { watchDirectory } from './watch-directory.ts';

export interface HookSpool {
  /** Takes what is there, and from then on what comes. */
  start(): void;
  stop(): Promise<void>;
}

/** A file that is not whole after so long will never be: its writer was killed. */
const abandonedMs = 10_000;
const retryMs = 500;
const agentOf = /^([a-z0-9]+)-\d+-\d+$/;

/**
 * Takes the files that clients of hooks leave, oldest first, each once: it is removed when it was taken, so a daemon
 * that is killed in between hears it again.
 */
export function createHookSpool(options: {
  directory: string;
  take(spooled: Spooled): void;
  clock: Clock;
  logger: Logger;
}): HookSpool {
  const { directory, take, clock, logger } = options;
  let watcher: { close(): void } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isAgain = false;
  let running: Promise<void> | undefined;

  const drain = () => {
    isAgain = true;
    running ??= run().finally(() => {
      running = undefined;
    });
  };
  const run = async () => {
    while (isAgain) {
      isAgain = false;
      try {
        if (await takeAll()) retryLater();
      } catch (thrown) {
        logger.warn('hook spool cannot be read', { error: toBelfryError(thrown).message });
      }
    }
  };
  const retryLater = () => {
    clearTimeout(timer);
    if (watcher === undefined) return;
    timer = setTimeout(drain, retryMs);
    timer.unref();
  };

  /** `true` when something is still being written. */
  const takeAll = async (): Promise<boolean> => {
    let isOpen = false;
    for (const { name, agent, mtimeMs } of await list()) {
      const file = join(directory, name);
      const spooled = parseSpooled(agent, mtimeMs, await readFile(file, 'utf8'));
      if (spooled.payload === undefined && clock.now() - mtimeMs < abandonedMs) {
        isOpen = true;
        continue;
      }
      take(spooled);
      await rm(file, { force: true });
    }
    return isOpen;
  };

  const list = async () => {
    const names = await readdir(directory);
    if (names.includes(fullMark)) {
      logger.warn('hooks were not heard while belfry did not run: their spool was full');
      await rm(join(directory, fullMark), { force: true });
    }
    const found = await Promise.all(
      names.flatMap((name) => {
        const agent = agentOf.exec(name)?.[1];
        return agent === undefined ? [] : [look(name, agent)];
      }),
    );
    return found
      .filter((entry) => entry !== undefined)
      .sort((a, b) => Number(a.mtimeNs - b.mtimeNs) || Number(a.inode - b.inode));
  };
  const look = async (name: string, agent: string) => {
    const stat = await lstat(join(directory, name), { bigint: true }).catch(() => undefined);
    if (!stat?.isFile()) return undefined;
    return { name, agent, mtimeMs: Number(stat.mtimeMs), mtimeNs: stat.mtimeNs, inode: stat.ino };
  };

  return {
    start() {
      watcher = watchDirectory(directory, drain);
    },
    async stop() {
      watcher?.close();
      watcher = undefined;
      clearTimeout(timer);
      await running;
    },
  };
}
