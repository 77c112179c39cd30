import { ensureAppDirectories, openLifetimeLock } from '@belfry/core/node';
import type { CommandContext } from '../context.ts';
import { say } from '../output/talk.ts';

/** Does work that writes the archive while no daemon runs: a daemon that is started meanwhile waits for its end. */
export async function withOwnArchive<T>(
  { paths }: CommandContext,
  command: string,
  work: () => Promise<T>,
): Promise<T> {
  process.umask(0o077);
  ensureAppDirectories(paths);
  const lock = await openLifetimeLock(paths.lockFile, { purpose: `command:${command}` }).waitFor({
    onWait: ({ purpose, pid }) => say(`Waiting for ${purpose} (pid ${pid}) to let go of the archive.`),
  });
  try {
    return await work();
  } finally {
    lock.release();
  }
}
