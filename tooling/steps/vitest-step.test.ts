import { expect, it } from 'vitest';
import { toStepResult, type VitestReport } from './vitest-step.ts';

function aReport(...statuses: string[]): VitestReport {
  const assertionResults = statuses.map((status, index) => ({ fullName: `test ${index}`, status }));
  const status = statuses.includes('failed') ? 'failed' : 'passed';
  return { success: status === 'passed', testResults: [{ name: 'a.test.ts', status, assertionResults }] };
}
const green = { ok: true, output: '' };
const red = { ok: false, output: 'why' };

it('counts tests and names the skipped ones', () => {
  const result = toStepResult(green, aReport('passed', 'passed', 'skipped'));
  expect(result).toMatchObject({ ok: true, passed: 2, failed: 0, notes: ['skipped: test 2'] });
});

it('counts a test file that could not be loaded as a failure', () => {
  const report: VitestReport = {
    success: false,
    testResults: [{ name: 'a.test.ts', status: 'failed', assertionResults: [] }],
  };
  expect(toStepResult(red, report)).toMatchObject({ ok: false, passed: 0, failed: 1 });
});

it('counts a run that failed outside of any test', () => {
  expect(toStepResult(red, aReport('passed'))).toMatchObject({ ok: false, passed: 1, failed: 1 });
});

it('fails when vitest wrote no report', () => {
  expect(toStepResult(red, undefined)).toMatchObject({ ok: false, failed: 1, output: 'why' });
});

it('does not count a failed test twice', () => {
  expect(toStepResult(red, aReport('failed', 'passed'))).toMatchObject({ ok: false, passed: 1, failed: 1 });
});
