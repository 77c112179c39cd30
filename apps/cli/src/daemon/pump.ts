import { setImmediate as nextTurn } from 'node:timers/promises';
import type { KeepingStep, KeepingWork } from '@belfry/store';

/** Does long work on an archive a step at a time: between two steps whoever waits for this thread has a turn. */
export async function pump<Result>(
  work: KeepingWork<Result>,
  onStep: (step: KeepingStep) => void,
  signal?: AbortSignal,
): Promise<Result> {
  for (;;) {
    signal?.throwIfAborted();
    const step = work.next();
    if (step.done) return step.value;
    onStep(step.value);
    await nextTurn();
  }
}
