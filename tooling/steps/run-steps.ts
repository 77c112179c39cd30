import type { Step, StepResult } from './step.ts';

/** A step with its result and how long it took. */
export interface FinishedStep {
  name: string;
  result: StepResult;
  tookMs: number;
}

/**
 * Runs steps, at most `parallel` at a time, each after the ones it names; a step whose predecessor
 * failed is not run and counts as failed. Steps are started in the given order where that is possible.
 */
export async function runSteps(
  steps: readonly Step[],
  parallel: number,
  onFinished: (step: FinishedStep) => void,
): Promise<FinishedStep[]> {
  const names = new Set(steps.map((step) => step.name));
  const waiting = new Set(steps);
  const running = new Map<Step, Promise<void>>();
  const finished = new Map<string, FinishedStep>();

  const start = async (step: Step) => {
    const startedMs = performance.now();
    const result = await resultOf(step, finished);
    const done = { name: step.name, result, tookMs: performance.now() - startedMs };
    finished.set(step.name, done);
    running.delete(step);
    onFinished(done);
  };
  const isReady = (step: Step) =>
    (step.after ?? []).every((name) => !names.has(name) || finished.has(name)) &&
    (step.alone === true ? running.size === 0 : ![...running.keys()].some((other) => other.alone === true));

  while (waiting.size > 0 || running.size > 0) {
    for (const step of waiting) {
      if (running.size >= parallel || !isReady(step)) continue;
      waiting.delete(step);
      running.set(step, start(step));
    }
    if (running.size === 0) throw new Error(`steps wait for each other: ${[...waiting].map((s) => s.name).join(', ')}`);
    await Promise.race(running.values());
  }
  return steps.flatMap((step) => finished.get(step.name) ?? []);
}

async function resultOf(step: Step, finished: ReadonlyMap<string, FinishedStep>): Promise<StepResult> {
  const broken = (step.after ?? []).find((name) => finished.get(name)?.result.ok === false);
  if (broken !== undefined) return { ok: false, output: `not run, because ${broken} failed` };
  try {
    return await step.run();
  } catch (error) {
    return { ok: false, output: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
