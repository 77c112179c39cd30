/** `npm test`: every check and every test, or just the steps named as arguments. */
import path from 'node:path';
import { workspaceRoot as root } from './bootstrap/paths.mjs';
import { findIncompleteAgents } from './checks/agent-folders.ts';
import { findBoundaryBreaches } from './checks/boundaries.ts';
import { checkApiSurface } from './checks/check-api-surface.ts';
import { checkErrorDocs } from './checks/check-error-docs.ts';
import { findDeadLinks } from './checks/doc-links.ts';
import { findEnvironmentReads } from './checks/environment.ts';
import { findBadNames, findLongFiles, findLongishFiles } from './checks/file-shape.ts';
import { listDocuments, readSourceFiles } from './checks/source-files.ts';
import { buildStep } from './steps/build-step.ts';
import { openApiCommand } from './steps/open-api.ts';
import { checkPublishedShape } from './steps/published-shape.ts';
import { type FinishedStep, runSteps } from './steps/run-steps.ts';
import { checkStep, commandStep, runCommand, type Step } from './steps/step.ts';
import { typecheckAll } from './steps/typecheck.ts';
import { vitestStep } from './steps/vitest-step.ts';

const fileShape: Step = {
  name: 'file shape',
  async run() {
    const files = readSourceFiles(root);
    const problems = [...findLongFiles(files), ...findBadNames(files)];
    return { ok: problems.length === 0, output: problems.join('\n'), notes: findLongishFiles(files) };
  },
};

const steps: Step[] = [
  buildStep,
  commandStep('lint', ['biome', 'check', '--error-on-warnings', '--max-diagnostics=50']),
  checkStep('boundaries', () => findBoundaryBreaches(root, ['packages', 'apps', 'tooling', 'e2e', 'bench'])),
  fileShape,
  checkStep('environment', () => findEnvironmentReads(readSourceFiles(root))),
  checkStep('agents', () => findIncompleteAgents(path.join(root, 'packages/ingest/src/agents'))),
  checkStep('doc links', () => findDeadLinks(root, listDocuments(root))),
  checkStep('error docs', () => checkErrorDocs(root)),
  { name: 'typecheck', run: () => typecheckAll(root) },
  {
    name: 'svelte-check',
    run: () => runCommand(['svelte-check', '--tsconfig=./tsconfig.json', '--fail-on-warnings'], 'apps/web'),
  },
  commandStep('unused', ['knip', '--no-progress']),
  { name: 'published shape', after: ['build'], run: () => checkPublishedShape(root) },
  checkStep('api surface', () => checkApiSurface(root), ['build']),
  commandStep('openapi', [...openApiCommand, '--check']),
  vitestStep('unit', 'vitest.config.ts'),
  vitestStep('end to end', 'e2e/vitest.config.ts', ['build']),
];

function report({ name, result, tookMs }: FinishedStep): void {
  const count = result.passed === undefined ? '' : `, ${result.passed} passed, ${result.failed} failed`;
  console.log(`${result.ok ? 'ok  ' : 'FAIL'} ${name} (${(tookMs / 1000).toFixed(1)} s${count})`);
  for (const note of result.notes ?? []) console.log(`     ${note}`);
  if (!result.ok) console.log(`\n${result.output.trim().replace(/^/gm, '     ')}\n`);
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(`no step ${unknown.join(', ')}: one of ${steps.map((step) => step.name).join(', ')}`);
  process.exit(2);
}
const chosen = wanted.length === 0 ? steps : steps.filter((step) => wanted.includes(step.name));
const finished = await runSteps(chosen, 2, report);

const passed = finished.reduce((sum, { result }) => sum + (result.passed ?? 0), 0);
// A failed check is a failure too, so that the last line never says zero beside an exit code of one.
const failed = finished.reduce((sum, { result }) => sum + (result.failed ?? (result.ok ? 0 : 1)), 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
