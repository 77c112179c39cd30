import { lstat, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, type Logger, toBelfryError } from '@belfry/core';
import { parseSpooled, type Spooled } from './spooled.ts';
import { watchDirectory } from './watch-directory.ts';

/** A status line of a session nobody has open any more. */
const oldMs = 24 * 3_600_000;
const agentOf = /^([a-z0-9]+)-[0-9A-Za-z-]+$/;

export interface StatusSpool {
  start(): void;
  stop(): Promise<void>;
}

/** Takes what status lines were told last, a file a session; each content once. */
export function createStatusSpool(options: {
  directory: string;
  take(spooled: Spooled): void;
  clock: Clock;
  logger: Logger;
}): StatusSpool {
  const { directory, take, clock, logger } = options;
  /** Times of the contents that were taken. */
  const taken = new Map<string, bigint>();
  const changed = new Set<string>();
  let watcher: { close(): void } | undefined;
  let running: Promise<void> | undefined;

  const note = (name: string | undefined) => {
    if (name === undefined) return lookAtAll();
    changed.add(name);
    running ??= run().finally(() => {
      running = undefined;
    });
  };
  const lookAtAll = () => {
    readdir(directory).then(
      (names) => names.forEach(note),
      (thrown) => warn(thrown),
    );
  };
  const warn = (thrown: unknown) => logger.warn('status line cannot be read', { error: toBelfryError(thrown).message });
  const run = async () => {
    for (const name of changed) {
      changed.delete(name);
      await look(name).catch(warn);
    }
  };
  const look = async (name: string) => {
    const agent = agentOf.exec(name)?.[1];
    if (agent === undefined) return;
    const file = join(directory, name);
    const stat = await lstat(file, { bigint: true }).catch(() => undefined);
    if (!stat?.isFile()) return void taken.delete(name);
    const atMs = Number(stat.mtimeMs);
    if (clock.now() - atMs > oldMs) {
      await rm(file, { force: true });
      return;
    }
    if (taken.get(name) === stat.mtimeNs) return;
    const spooled = parseSpooled(agent, atMs, await readFile(file, 'utf8'));
    // Being written, and told again when it is.
    if (spooled.payload === undefined) return;
    taken.set(name, stat.mtimeNs);
    take(spooled);
  };

  return {
    start() {
      watcher = watchDirectory(directory, note);
    },
    async stop() {
      watcher?.close();
      await running;
    },
  };
}
