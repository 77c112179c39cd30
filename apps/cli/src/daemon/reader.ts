import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { BelfryError, type Logger } from '@belfry/core';
import type { ReadStore } from '@belfry/store';
import { fromErrorMessage } from './error-message.ts';
import { type ReaderReply, readMethods } from './reader-protocol.ts';
import { smallHeap } from './small-heap.ts';

export interface Reader extends ReadStore {
  stop(): Promise<void>;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Rest before a reader that died is started anew. */
const restartMs = 500;

/** The read store on a thread of its own. A reader that dies is started anew; calls made meanwhile are refused. */
export async function openReader(options: { entry: URL; archivePath: string; logger: Logger }): Promise<Reader> {
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let stopped = false;
  let worker: Worker | undefined = await startWorker();

  async function startWorker(): Promise<Worker> {
    const started = new Worker(options.entry, {
      workerData: { archivePath: options.archivePath },
      resourceLimits: smallHeap,
    });
    await new Promise<void>((resolve, reject) => {
      started.once('message', () => resolve());
      started.once('error', reject);
    });
    started.on('message', settle);
    started.on('error', (error) => options.logger.error('reader failed', { error: error.message }));
    started.on('exit', () => {
      worker = undefined;
      refuseAll();
      void restart();
    });
    return started;
  }

  async function restart(): Promise<void> {
    while (!stopped && worker === undefined) {
      await delay(restartMs, undefined, { ref: false });
      if (stopped) return;
      try {
        worker = await startWorker();
      } catch (error) {
        options.logger.error('reader did not restart', { error: (error as Error).message });
      }
    }
  }

  function settle(reply: ReaderReply): void {
    const call = waiting.get(reply.id);
    if (call === undefined) return;
    waiting.delete(reply.id);
    if ('error' in reply) call.reject(fromErrorMessage(reply.error));
    else call.resolve(reply.value);
  }

  function refuseAll(): void {
    for (const call of waiting.values()) {
      call.reject(restarting());
    }
    waiting.clear();
  }

  const call = (method: keyof ReadStore, args: unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      if (worker === undefined) return reject(restarting());
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, method, args });
    });

  const reads = Object.fromEntries(readMethods.map((method) => [method, (...args: unknown[]) => call(method, args)]));
  return {
    ...(reads as unknown as ReadStore),
    async stop() {
      stopped = true;
      await worker?.terminate();
    },
  };
}

function restarting(): BelfryError {
  return new BelfryError('BELFRY_ARCHIVE_BUSY', 'The archive reader restarts.', { hint: 'Try again.' });
}
