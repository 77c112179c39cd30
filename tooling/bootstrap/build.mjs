import fs from 'node:fs';
import path from 'node:path';
import { withFileLock } from './file-lock.mjs';
import { fingerprintByStat, packageDirs, readStamp } from './fingerprint.mjs';
import { toolingDir, workspaceRoot } from './paths.mjs';
import { runStep } from './run.mjs';
import { findPnpm, toolEnv } from './toolchain.mjs';

const stampFile = path.join(toolingDir, 'build.stamp');

// Sources and outputs in one hash: a changed source, and an output deleted or overwritten, both build again.
function currentStamp() {
  const roots = [
    'package.json',
    'pnpm-lock.yaml',
    'turbo.json',
    'tsconfig.base.json',
    'tsconfig.declarations.json',
    'tooling/declarations.ts',
  ];
  const isSkipped = (/** @type {string} */ name) =>
    ['node_modules', '.turbo', 'fixtures', 'test'].includes(name) || name.endsWith('.test.ts') || name.endsWith('.md');
  return fingerprintByStat(workspaceRoot, [...roots, ...packageDirs(workspaceRoot)], isSkipped);
}

/**
 * Builds every package and app, or does nothing when nothing has changed since the last build. One
 * process builds at a time, because a build empties the output directories first.
 * @param {string} node
 */
export async function ensureBuilt(node) {
  if (readStamp(stampFile) === currentStamp()) return;
  const onWait = (/** @type {{ pid: number }} */ { pid }) => console.error(`bootstrap: process ${pid} is building`);
  await withFileLock(path.join(toolingDir, 'build.lock'), () => build(node), onWait);
}

/** @param {string} node */
async function build(node) {
  if (readStamp(stampFile) === currentStamp()) return; // the process that held the lock did it
  const pnpm = await findPnpm();
  console.error('bootstrap: building');
  fs.rmSync(stampFile, { force: true });
  const args = [
    'node_modules/turbo/bin/turbo',
    'run',
    'build',
    '--output-logs=errors-only',
    '--no-update-notifier',
    '--log-order=grouped',
  ];
  await runStep(node, args, { cwd: workspaceRoot, env: toolEnv({ node, pnpm }) });
  fs.writeFileSync(stampFile, currentStamp());
}
