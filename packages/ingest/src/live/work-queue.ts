import type { Clock } from '@belfry/core';
import type { Timers } from '../timers.ts';

export interface WorkQueueOptions {
  /**
   * One piece of work a step; other keys are served between steps. What it returns at its end is the least time
   * until the key's next turn, for work that grows dearer each time; without it `spacingMs`.
   */
  work: (key: string) => Iterator<void, number | undefined>;
  clock: Clock;
  timers: Timers;
  /** The event loop is given back after this long. */
  sliceMs?: number;
  /** Least time between two turns of one key: a burst of changes costs few turns, a single one waits for nothing. */
  spacingMs?: number;
}

/** Work by key. A key that is asked for while it waits is done once; asked for while it runs, once more. */
export interface WorkQueue {
  /** Starts at once, inside this call, when nothing else is under way. */
  push(key: string): void;
  /** Nothing starts until `resume`; keys are still taken. */
  pause(): void;
  resume(): void;
  /** Resolves when no work is left, or none for `key`; not while paused. */
  whenIdle(key?: string): Promise<void>;
  readonly size: number;
  /** Gives up what is under way and takes nothing more. */
  stop(): void;
}

interface Turn {
  running?: Iterator<void, number | undefined>;
  again: boolean;
}

export function createWorkQueue(options: WorkQueueOptions): WorkQueue {
  const { work, clock, timers, sliceMs = 8, spacingMs = 10 } = options;
  const turns = new Map<string, Turn>();
  const ready: string[] = [];
  /** When each key had its last turn, and how long it rests after it. */
  const rests = new Map<string, { since: number; ms: number }>();
  const spaced = new Map<string, () => void>();
  let waiters: { key: string | undefined; resolve: () => void }[] = [];
  let isDraining = false;
  let isPaused = false;
  let isStopped = false;
  let nextDrain: NodeJS.Immediate | undefined;

  function makeReady(key: string): void {
    spaced.delete(key);
    ready.push(key);
    drain();
  }

  function step(key: string): void {
    const turn = turns.get(key);
    if (!turn) return;
    turn.running ??= work(key);
    const result = turn.running.next();
    if (!result.done) {
      ready.push(key);
      return;
    }
    turns.delete(key);
    rests.set(key, { since: clock.now(), ms: result.value ?? spacingMs });
    if (rests.size > 512) forgetPast();
    if (turn.again) push(key);
  }

  function forgetPast(): void {
    for (const key of rests.keys()) if (restOf(key) <= 0) rests.delete(key);
  }

  function restOf(key: string): number {
    const rest = rests.get(key);
    if (!rest) return 0;
    const passed = clock.now() - rest.since;
    // A clock set back says nothing about how much of the rest is over.
    return passed < 0 ? 0 : rest.ms - passed;
  }

  function drain(): void {
    if (isDraining || isPaused || isStopped) return;
    isDraining = true;
    const since = clock.now();
    try {
      for (let key = ready.shift(); key !== undefined; key = ready.shift()) {
        step(key);
        if (isPaused || isStopped || Math.abs(clock.now() - since) >= sliceMs) break;
      }
    } finally {
      isDraining = false;
    }
    if (ready.length > 0 && !isPaused && !isStopped) {
      nextDrain ??= setImmediate(() => {
        nextDrain = undefined;
        drain();
      });
    }
    if (waiters.length > 0) wakeWaiters();
  }

  function isIdle(key: string | undefined): boolean {
    return key === undefined ? turns.size === 0 : !turns.has(key);
  }

  function wakeWaiters(): void {
    const done = waiters.filter(({ key }) => isStopped || isIdle(key));
    waiters = waiters.filter((waiter) => !done.includes(waiter));
    for (const { resolve } of done) resolve();
  }

  function push(key: string): void {
    if (isStopped) return;
    const turn = turns.get(key);
    if (turn) {
      if (turn.running) turn.again = true;
      return;
    }
    turns.set(key, { again: false });
    const wait = restOf(key);
    if (wait > 0)
      spaced.set(
        key,
        timers.after(wait, () => makeReady(key)),
      );
    else makeReady(key);
  }

  return {
    push,
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
      drain();
    },
    whenIdle: (key) => (isIdle(key) ? Promise.resolve() : new Promise((resolve) => waiters.push({ key, resolve }))),
    get size() {
      return turns.size;
    },
    stop() {
      isStopped = true;
      clearImmediate(nextDrain);
      for (const cancel of spaced.values()) cancel();
      for (const turn of turns.values()) turn.running?.return?.();
      turns.clear();
      wakeWaiters();
    },
  };
}
