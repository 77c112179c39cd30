import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { BelfryError, type Logger } from '@belfry/core';
import { createBirpc } from 'birpc';
import type { IngestCalls, IngestEvents, IngestSettings } from './protocol.ts';
import { rpcChannel } from './rpc-channel.ts';
import { smallHeap } from './small-heap.ts';

export interface IngestThread extends Omit<IngestCalls, 'open' | 'stop'> {
  stop(): Promise<void>;
}

/** Rest before a thread that ended takes its place again. */
const restartMs = 1000;

/**
 * The ingest side on a thread of its own: it alone writes the archive while the daemon lives.
 * Resolves when the archive is open and migrated, so readers may follow. A thread that ends, e.g. for want of
 * memory, is started anew and goes on where the archive stands; calls it held are refused.
 */
export async function openIngest(options: {
  entry: URL;
  settings: IngestSettings;
  events: IngestEvents;
  logger: Logger;
}): Promise<IngestThread> {
  let stopped = false;
  let begun = false;
  let thread = await startThread(options, onEnd);

  function onEnd(): void {
    if (stopped) return;
    options.events.failed('The ingest thread ended; it is started again.');
    void restart();
  }

  async function restart(): Promise<void> {
    while (!stopped) {
      await delay(restartMs, undefined, { ref: false });
      if (stopped) return;
      try {
        thread = await startThread(options, onEnd);
      } catch (error) {
        options.logger.error('ingest did not restart', { error: (error as Error).message });
        continue;
      }
      if (begun) thread.calls.start().catch((error: Error) => options.events.failed(error.message));
      return;
    }
  }

  return {
    async start() {
      begun = true;
      await thread.calls.start();
    },
    syncPath: (path) => thread.calls.syncPath(path),
    rescan: () => thread.calls.rescan(),
    status: () => thread.calls.status(),
    async stop() {
      if (stopped) return;
      stopped = true;
      // One that has ended already has nothing to close.
      await thread.calls.stop().catch(() => {});
      await thread.worker.terminate();
    },
  };
}

async function startThread(
  options: { entry: URL; settings: IngestSettings; events: IngestEvents; logger: Logger },
  onEnd: () => void,
) {
  const worker = new Worker(options.entry, { workerData: options.settings, resourceLimits: smallHeap });
  const calls = createBirpc<IngestCalls, IngestEvents>(
    options.events,
    rpcChannel({
      post: (message) => worker.postMessage(message),
      on: (receive) => worker.on('message', receive),
    }),
  );
  worker.on('error', (error) => {
    options.logger.error('ingest thread failed', { error: error.message });
    calls.$close(error);
  });
  worker.once('exit', () => calls.$close(new BelfryError('BELFRY_ARCHIVE_BUSY', 'The ingest thread restarts.')));
  try {
    await calls.open();
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  worker.once('exit', onEnd);
  return { worker, calls };
}
