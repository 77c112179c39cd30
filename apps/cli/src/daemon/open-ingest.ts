import { Worker } from 'node:worker_threads';
import type { Logger } from '@belfry/core';
import { createBirpc } from 'birpc';
import type { IngestCalls, IngestEvents, IngestSettings } from './protocol.ts';
import { rpcChannel } from './rpc-channel.ts';

export interface IngestThread extends Omit<IngestCalls, 'stop'> {
  stop(): Promise<void>;
}

/**
 * The ingest side on a thread of its own: it alone writes the archive while the daemon lives.
 * Resolves when the archive is open and migrated, so readers may follow.
 */
export async function openIngest(options: {
  entry: URL;
  settings: IngestSettings;
  events: IngestEvents;
  logger: Logger;
}): Promise<IngestThread> {
  const worker = new Worker(options.entry, { workerData: options.settings });
  const calls = createBirpc<IngestCalls, IngestEvents>(
    options.events,
    rpcChannel({
      post: (message) => worker.postMessage(message),
      on: (receive) => worker.on('message', receive),
    }),
  );
  let stopped = false;
  try {
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      calls.open().then(resolve, reject);
    });
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  worker.on('error', (error) => {
    if (!stopped) options.events.failed(error.message);
  });
  return {
    open: () => calls.open(),
    start: () => calls.start(),
    syncPath: (path) => calls.syncPath(path),
    rescan: () => calls.rescan(),
    status: () => calls.status(),
    async stop() {
      if (stopped) return;
      stopped = true;
      await calls.stop();
      await worker.terminate();
    },
  };
}
