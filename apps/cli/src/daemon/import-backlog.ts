import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createBirpc } from 'birpc';
import type { ImportTask } from './import-queue.ts';
import type { ImportCalls, ImportEvents, IngestSettings } from './protocol.ts';
import { rpcChannel } from './rpc-channel.ts';

/**
 * Imports old files in a process of its own, which ends: its memory does not stay with the daemon.
 * Resolves when all is committed; rejects when the process ends before that.
 */
export async function importBacklog(options: {
  entry: URL;
  settings: IngestSettings;
  task: ImportTask;
  events: ImportEvents;
  signal: AbortSignal;
}): Promise<void> {
  const child = fork(fileURLToPath(options.entry), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, BELFRY_IMPORT: JSON.stringify(options.settings) },
  });
  const calls = createBirpc<ImportCalls, ImportEvents>(
    options.events,
    rpcChannel({
      post: (message) => void (child.connected && child.send(message as object)),
      on: (receive) => child.on('message', receive),
    }),
  );
  const abort = () => child.kill('SIGTERM');
  options.signal.addEventListener('abort', abort, { once: true });
  const ended = once(child, 'exit').then(([code, signal]: (number | string | null)[]) => {
    if (!options.signal.aborted) throw new Error(`The import process ended with ${code ?? signal}.`);
  });
  try {
    await Promise.race([calls.run(options.task), ended]);
  } finally {
    options.signal.removeEventListener('abort', abort);
    if (child.connected) child.disconnect();
    // The exit that follows is expected; only one before the end of the import is an error.
    await ended.catch(() => {});
  }
}
