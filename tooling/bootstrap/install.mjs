import fs from 'node:fs';
import path from 'node:path';
import { withFileLock } from './file-lock.mjs';
import { fingerprintByContent, packageDirs, readStamp } from './fingerprint.mjs';
import { toolingDir, workspaceRoot } from './paths.mjs';
import { runStep } from './run.mjs';
import { findPnpm, toolEnv } from './toolchain.mjs';

const stampFile = path.join(workspaceRoot, 'node_modules', '.belfry-install');

function wantedStamp() {
  const manifests = packageDirs(workspaceRoot).map((dir) => `${dir}/package.json`);
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests];
  return fingerprintByContent(workspaceRoot, files, `${process.platform}-${process.arch}`);
}

/**
 * Installs the dependencies when the lock file or a manifest has changed since the last time.
 * @param {string} node
 */
export async function ensureInstalled(node) {
  if (readStamp(stampFile) === wantedStamp()) return;
  const onWait = (/** @type {{ pid: number }} */ { pid }) => console.error(`bootstrap: process ${pid} is installing`);
  await withFileLock(path.join(toolingDir, 'install.lock'), () => install(node), onWait);
}

/** @param {string} node */
async function install(node) {
  const stamp = wantedStamp();
  if (readStamp(stampFile) === stamp) return; // the process that held the lock did it
  const pnpm = await findPnpm();
  console.error('bootstrap: installing dependencies');
  const args = ['install', '--frozen-lockfile', '--reporter=append-only', '--config.confirmModulesPurge=false'];
  await runStep(pnpm, args, { cwd: workspaceRoot, env: toolEnv({ node, pnpm }) });
  fs.writeFileSync(stampFile, stamp);
}
