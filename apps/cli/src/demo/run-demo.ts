import { rmSync } from 'node:fs';
import type { DemoHome } from './demo-environment.ts';
import { type LiveSession, writeDemo } from './write-demo.ts';

/** Time between two steps of one session. */
const stepMs = { least: 3000, most: 9000 };

export interface RunningDemo {
  stop(): void;
}

/** Leaves nothing of the demo behind. */
export function removeDemo({ directory }: DemoHome): void {
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}

/** Seeds the agents' directories of the demo; returns what lets its live sessions go on. */
export function prepareDemo(home: DemoHome, archiveFile: string, nowMs: number): { goOn(): RunningDemo } {
  // What a demo left that was killed would be told as rewritten and vanished files.
  rmSync(home.userHome, { recursive: true, force: true });
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${archiveFile}${suffix}`, { force: true });
  const sessions = writeDemo(home, nowMs);
  return { goOn: () => goOn(sessions) };
}

function goOn(sessions: readonly LiveSession[]): RunningDemo {
  const timers = new Set<NodeJS.Timeout>();
  const later = (run: () => void) => {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        run();
      },
      stepMs.least + Math.random() * (stepMs.most - stepMs.least),
    );
    timers.add(timer);
  };
  for (const { writer, steps } of sessions) {
    let next = 0;
    writer.pace = 0;
    const move = () => {
      const step = steps[next % steps.length];
      if (step === undefined) return;
      next += 1;
      writer.atMs = Date.now();
      writer.step(step);
      later(move);
    };
    if (steps.length > 0) later(move);
  }
  return {
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
