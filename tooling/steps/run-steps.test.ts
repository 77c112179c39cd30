import { expect, it } from 'vitest';
import { runSteps } from './run-steps.ts';
import type { Step } from './step.ts';

function recorder() {
  const log: string[] = [];
  let running = 0;
  const step = (name: string, options: Partial<Step> & { ok?: boolean } = {}): Step => ({
    name,
    ...options,
    async run() {
      running += 1;
      log.push(`${name} beside ${running - 1}`);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return { ok: options.ok ?? true, output: '' };
    },
  });
  return { log, step };
}

const ignore = () => {};

it('runs steps side by side up to the limit', async () => {
  const { log, step } = recorder();
  await runSteps([step('a'), step('b'), step('c')], 2, ignore);
  expect(log).toEqual(['a beside 0', 'b beside 1', 'c beside 1']);
});

it('runs a step after those it names, and alone when it asks for that', async () => {
  const { log, step } = recorder();
  await runSteps([step('tests', { after: ['build'], alone: true }), step('lint'), step('build')], 2, ignore);
  expect(log).toEqual(['lint beside 0', 'build beside 1', 'tests beside 0']);
});

it('does not run what depends on a failed step, and reports it as failed', async () => {
  const { log, step } = recorder();
  const finished = await runSteps([step('build', { ok: false }), step('tests', { after: ['build'] })], 2, ignore);
  expect(log).toEqual(['build beside 0']);
  expect(finished.map(({ result }) => result)).toEqual([
    { ok: false, output: '' },
    { ok: false, output: 'not run, because build failed' },
  ]);
});

it('ignores a predecessor that is not among the chosen steps', async () => {
  const { log, step } = recorder();
  await runSteps([step('tests', { after: ['build'] })], 2, ignore);
  expect(log).toEqual(['tests beside 0']);
});

it('turns a thrown error into a failed step', async () => {
  const throwing: Step = { name: 'a', run: () => Promise.reject(new Error('no disk')) };
  const [finished] = await runSteps([throwing], 2, ignore);
  expect(finished?.result.ok).toBe(false);
  expect(finished?.result.output).toContain('no disk');
});

it('refuses steps that wait for each other', async () => {
  const { step } = recorder();
  const circle = [step('a', { after: ['b'] }), step('b', { after: ['a'] })];
  await expect(runSteps(circle, 2, ignore)).rejects.toThrow('a, b');
});
