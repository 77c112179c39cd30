import fs from 'node:fs';
import path from 'node:path';
import { toolingDir } from '../bootstrap/paths.mjs';
import { runCommand, type Step, type StepResult } from './step.ts';

/** The part of vitest's JSON report that is read here. */
export interface VitestReport {
  success: boolean;
  testResults: {
    name: string;
    status: string;
    assertionResults: { fullName: string; status: string }[];
  }[];
}

/** A step that runs vitest with one of the repository's configurations. */
export function vitestStep(name: string, config: string, after: readonly string[] = []): Step {
  return {
    name,
    after,
    alone: true,
    async run() {
      // Stays, so that one can look which test took how long.
      const file = path.join(toolingDir, 'reports', `${name}.json`);
      fs.rmSync(file, { force: true });
      const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
      const command = await runCommand([
        'vitest',
        'run',
        `--config=${config}`,
        '--no-color',
        '--silent=passed-only',
        ...reporters,
      ]);
      const report = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as VitestReport) : undefined;
      return toStepResult(command, report);
    },
  };
}

/** Counts of a run. A file that could not be loaded has no tests and counts as one failure. */
export function toStepResult(command: StepResult, report: VitestReport | undefined): StepResult {
  if (report === undefined) return { ...command, ok: false, failed: 1 };
  const tests = report.testResults.flatMap((file) =>
    file.assertionResults.map((test) => ({ ...test, file: file.name })),
  );
  const count = (status: string) => tests.filter((test) => test.status === status).length;
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = count('failed') + brokenFiles.length;
  const skipped = tests.filter((test) => !['passed', 'failed'].includes(test.status));
  return {
    ok: command.ok && failed === 0,
    output: command.output,
    passed: count('passed'),
    // An error outside of any test ends the run with a failure nobody else counts.
    failed: failed === 0 && !command.ok ? 1 : failed,
    notes: skipped.map((test) => `skipped: ${test.fullName}`),
  };
}
