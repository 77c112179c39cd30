import { setTimeout as delay } from 'node:timers/promises';
import { type BelfryError, toBelfryError } from '../errors.ts';
import { type Logger, silentLogger } from '../logger.ts';

export interface SuperviseOptions {
  name: string;
  /** Runs until the signal aborts. Ending earlier, with or without an error, is a failure and starts it again. */
  run: (signal: AbortSignal) => Promise<void>;
  logger?: Logger;
  /** Errors that trying again cannot heal; default: those whose code is known and not retryable. */
  isFatal?: (error: BelfryError) => boolean;
  /** First pause, doubled with each failure in a row; default 100. */
  firstPauseMs?: number;
  /** Longest pause; default 30,000. */
  maxPauseMs?: number;
  /** A run that lasted this long begins a new row of failures; default 60,000. */
  healthyMs?: number;
  /** Waits; rejects when aborted. Replaced by tests. */
  pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Monotonic milliseconds. Replaced by tests. */
  elapsedMs?: () => number;
}

export interface Supervised {
  /** Resolves after `stop`, rejects with the fatal error. */
  done: Promise<void>;
  /** Aborts the run and waits for its end; idempotent. */
  stop(): Promise<void>;
}

/** Keeps a service running: starts it again after a pause that grows, until it is stopped or fails for good. */
export function supervise({
  name,
  run,
  logger = silentLogger,
  isFatal = (error) => error.code !== 'BELFRY_INTERNAL' && !error.retryable,
  firstPauseMs = 100,
  maxPauseMs = 30_000,
  healthyMs = 60_000,
  pause = (ms, signal) => delay(ms, undefined, { signal }),
  elapsedMs = () => performance.now(),
}: SuperviseOptions): Supervised {
  const stopping = new AbortController();
  const { signal } = stopping;
  const done = keepRunning();
  return {
    done,
    stop: async () => {
      stopping.abort();
      // A fatal error is the business of whoever awaits `done`; stopping succeeds either way.
      await done.catch(() => {});
    },
  };

  async function keepRunning(): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const startedMs = elapsedMs();
      const error = await runOnce();
      if (signal.aborted) return;
      if (isFatal(error)) throw error;
      failures = elapsedMs() - startedMs >= healthyMs ? 1 : failures + 1;
      const pauseMs = Math.min(firstPauseMs * 2 ** (failures - 1), maxPauseMs);
      logger.warn('service failed, starting it again', { service: name, code: error.code, failures, pauseMs });
      // Rejects only when aborted, which ends the loop.
      await pause(pauseMs, signal).catch(() => {});
    }
  }

  async function runOnce(): Promise<BelfryError> {
    try {
      await run(signal);
      return toBelfryError(new Error(`${name} ended by itself`));
    } catch (error) {
      return toBelfryError(error);
    }
  }
}
