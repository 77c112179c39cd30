import { expect, it } from 'vitest';
import type { Timers } from '../timers.ts';
import { createWorkQueue } from './work-queue.ts';

/** A clock that moves only when told, and timers that run on it. */
function createTime() {
  let now = 0;
  let due: { at: number; callback: () => void }[] = [];
  const timers: Timers = {
    after(delayMs, callback) {
      const timer = { at: now + delayMs, callback };
      due.push(timer);
      return () => {
        due = due.filter((other) => other !== timer);
      };
    },
  };
  return {
    timers,
    clock: { now: () => now },
    pass(ms: number) {
      now += ms;
      const ready = due.filter(({ at }) => at <= now);
      due = due.filter((timer) => !ready.includes(timer));
      for (const { callback } of ready) callback();
    },
  };
}

/** Work of one step. */
function steps(action: () => unknown): Iterator<void, undefined> {
  return {
    next() {
      action();
      return { done: true, value: undefined };
    },
  };
}

it('does the first call at once and a burst in few turns, never later than the spacing', () => {
  const time = createTime();
  const turns: number[] = [];
  const queue = createWorkQueue({
    ...time,
    spacingMs: 10,
    work: () => steps(() => turns.push(time.clock.now())),
  });
  queue.push('a');
  expect(turns).toEqual([0]);
  for (let ms = 0; ms < 50; ms += 1) {
    queue.push('a');
    time.pass(1);
  }
  // Each further call does not postpone the next turn.
  expect(turns).toEqual([0, 10, 20, 30, 40, 50]);
});

it('makes nobody wait when the clock is set back', () => {
  const time = createTime();
  let turns = 0;
  const queue = createWorkQueue({ ...time, spacingMs: 10, work: () => steps(() => (turns += 1)) });
  queue.push('a');
  time.pass(-3_600_000);
  queue.push('a');
  time.pass(10);
  expect(turns).toBe(2);
});

it('serves other keys between the steps of a long one', async () => {
  const time = createTime();
  const done: string[] = [];
  const queue = createWorkQueue({
    ...time,
    *work(key) {
      for (let step = 0; step < (key === 'long' ? 3 : 1); step += 1) {
        done.push(key);
        if (key === 'long' && step === 0) queue.push('short');
        yield;
      }
      return undefined;
    },
  });
  queue.push('long');
  await queue.whenIdle();
  expect(done).toEqual(['long', 'short', 'long', 'long']);
});

it('does once more what is asked for while it runs', async () => {
  const time = createTime();
  let turns = 0;
  const queue = createWorkQueue({
    ...time,
    spacingMs: 0,
    *work(key) {
      turns += 1;
      if (turns === 1) {
        queue.push(key);
        queue.push(key);
      }
      yield;
      return undefined;
    },
  });
  queue.push('a');
  await queue.whenIdle();
  expect(turns).toBe(2);
});

it('lets a key rest for as long as its work asks', () => {
  const time = createTime();
  const turns: number[] = [];
  const queue = createWorkQueue({
    ...time,
    spacingMs: 10,
    *work() {
      turns.push(time.clock.now());
      yield;
      return 50;
    },
  });
  for (let ms = 0; ms < 100; ms += 1) {
    queue.push('a');
    time.pass(1);
  }
  expect(turns).toEqual([0, 50, 100]);
});

it('gives the event loop back after a slice', async () => {
  const time = createTime();
  const order: string[] = [];
  const queue = createWorkQueue({
    ...time,
    sliceMs: 8,
    work: (key) =>
      steps(() => {
        order.push(key);
        time.pass(5);
      }),
  });
  queue.pause();
  for (const key of ['1', '2', '3', '4']) queue.push(key);
  setImmediate(() => order.push('others'));
  queue.resume();
  await queue.whenIdle();
  expect(order).toEqual(['1', '2', 'others', '3', '4']);
});

it('starts nothing while paused and keeps what it is given', async () => {
  const time = createTime();
  const done: string[] = [];
  const queue = createWorkQueue({
    ...time,
    work: (key) => steps(() => done.push(key)),
  });
  queue.pause();
  queue.push('a');
  queue.push('a');
  queue.push('b');
  expect([done.length, queue.size]).toEqual([0, 2]);
  queue.resume();
  await queue.whenIdle();
  expect(done).toEqual(['a', 'b']);
});

it('closes what is under way when it is stopped, and lets nobody wait', async () => {
  const time = createTime();
  let closed = false;
  const queue = createWorkQueue({
    ...time,
    *work() {
      try {
        time.pass(100);
        yield;
        yield;
      } finally {
        closed = true;
      }
      return undefined;
    },
  });
  queue.push('a');
  const idle = queue.whenIdle('a');
  queue.stop();
  await idle;
  expect(closed).toBe(true);
  queue.push('b');
  expect(queue.size).toBe(0);
});
