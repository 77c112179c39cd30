import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { BelfryError, type Logger } from '@belfry/core';
import { createBirpc, type ProxifiedRemoteFunctions } from 'birpc';
import { rpcChannel } from './rpc-channel.ts';
import { smallHeap } from './small-heap.ts';

/** A thread that answers calls and is started anew when it ends, e.g. for want of memory. */
export interface RpcThread<Calls extends object> {
  /** @throws BELFRY_ARCHIVE_BUSY while it restarts; a call it held when it ended is refused with the same */
  calls(): ProxifiedRemoteFunctions<Calls>;
  /** Ends the thread until it is woken, which gives its memory back; not when it is wanted by the time its turn comes. */
  rest(isWanted: () => boolean): Promise<void>;
  /** Starts a thread at rest, which takes some tens of milliseconds; does nothing to one that is not. */
  wake(): Promise<void>;
  /**
   * Ends the thread, does what is `between`, and starts another one; resolves when that one is open. One at rest stays
   * so, and is woken by nobody meanwhile.
   */
  reopen(between?: () => Promise<void> | void): Promise<void>;
  stop(): Promise<void>;
}

export interface RpcThreadOptions<Calls extends object, Events extends object> {
  /** Names it in the log and to whoever is refused. */
  name: string;
  entry: URL;
  /** Read anew for each thread that is started. */
  workerData: () => unknown;
  events: Events;
  logger: Logger;
  /** Makes a new thread ready; the first one's failure is the caller's, later ones are tried again. */
  open(calls: ProxifiedRemoteFunctions<Calls>): Promise<void>;
  /** Orderly end; a thread that ended by itself is not asked. */
  close(calls: ProxifiedRemoteFunctions<Calls>): Promise<void>;
  /** A thread ended without being asked to; another one follows. */
  onEnd?(): void;
}

/** Rest before a thread that ended takes its place again. */
const restartMs = 500;

interface Running<Calls extends object> {
  worker: Worker;
  calls: ProxifiedRemoteFunctions<Calls>;
}

export async function openRpcThread<Calls extends object, Events extends object>(
  options: RpcThreadOptions<Calls, Events>,
): Promise<RpcThread<Calls>> {
  const { name, logger } = options;
  let wanted = true;
  let running: Running<Calls> | undefined;
  let isAtRest = false;
  let isReopening = false;
  let lastTurn: Promise<void> = Promise.resolve();
  await inTurn(begin);

  /** Starts and ends one after the other, so that there is never a second thread, nor one while the archive is exchanged. */
  function inTurn(action: () => Promise<void>): Promise<void> {
    const turn = lastTurn.then(action);
    // Who asked for it is told that it failed.
    lastTurn = turn.catch(() => {});
    return turn;
  }

  async function begin(): Promise<void> {
    if (!wanted || running !== undefined) return;
    running = await start();
    isAtRest = false;
  }

  async function start(): Promise<Running<Calls>> {
    const worker = new Worker(options.entry, { workerData: options.workerData(), resourceLimits: smallHeap });
    const calls = createBirpc<Calls, Events>(
      options.events,
      rpcChannel({
        post: (message) => worker.postMessage(message),
        on: (receive) => worker.on('message', receive),
      }),
    );
    let failure: Error | undefined;
    worker.once('error', (error) => {
      failure = error;
      logger.error('thread failed', { thread: name, error: error.message });
    });
    worker.once('exit', () => {
      calls.$close(restarting(failure));
      if (running?.worker !== worker) return;
      running = undefined;
      if (!wanted) return;
      options.onEnd?.();
      void restart();
    });
    try {
      await options.open(calls);
    } catch (error) {
      await worker.terminate();
      throw failure ?? error;
    }
    return { worker, calls };
  }

  async function restart(): Promise<void> {
    while (wanted && running === undefined) {
      await delay(restartMs, undefined, { ref: false });
      // The next question wakes it.
      if (isAtRest) return;
      try {
        await inTurn(begin);
      } catch (error) {
        logger.error('thread did not restart', { thread: name, error: (error as Error).message });
      }
    }
  }

  async function end(): Promise<void> {
    const ending = running;
    running = undefined;
    if (ending === undefined) return;
    // One that has ended already has nothing to close.
    await options.close(ending.calls).catch(() => {});
    await ending.worker.terminate();
  }

  function restarting(cause?: Error): BelfryError {
    const why = cause === undefined ? '' : `: ${cause.message}`;
    return new BelfryError('BELFRY_ARCHIVE_BUSY', `The ${name} thread restarts${why}.`, { cause, hint: 'Try again.' });
  }

  return {
    calls() {
      if (running === undefined) throw restarting();
      return running.calls;
    },
    rest: (isWanted) =>
      inTurn(async () => {
        if (isWanted()) return;
        isAtRest = true;
        await end();
      }),
    async wake() {
      if (isAtRest && !isReopening) await inTurn(begin);
    },
    reopen: (between) =>
      inTurn(async () => {
        isReopening = true;
        try {
          await end();
          await between?.();
        } finally {
          isReopening = false;
          if (!isAtRest) await begin();
        }
      }),
    async stop() {
      wanted = false;
      await inTurn(end);
    },
  };
}
