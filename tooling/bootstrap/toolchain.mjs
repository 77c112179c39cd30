import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { cleanEnv } from './clean-env.mjs';
import { fetchPackage } from './fetch-package.mjs';
import { isFittingNode, nodeAdvice } from './node-version.mjs';
import { workspaceRoot } from './paths.mjs';
import { currentPlatform, nodePackageFor, pnpmPackageFor } from './platform-packages.mjs';
import { problem } from './problem.mjs';

/** The Node that builds and runs belfry: this one when it fits, else one fetched from npm. */
export async function findNode() {
  if (isFittingNode(process.version)) return process.execPath;
  const platform = currentPlatform();
  const wanted = nodePackageFor(platform);
  if (wanted) return fetchPackage(wanted);
  throw problem(`Node ${process.version} is too old and npm has none for ${platform}: install ${nodeAdvice}`);
}

/** pnpm 12: fetched from npm where it is published for this platform, else the machine's own. */
export async function findPnpm() {
  const platform = currentPlatform();
  const wanted = pnpmPackageFor(platform);
  if (wanted) return fetchPackage(wanted);
  if (installedPnpmVersion().startsWith('12.')) return 'pnpm';
  throw problem(`npm has no pnpm 12 for ${platform}: install pnpm 12 (https://pnpm.io/installation)`);
}

function installedPnpmVersion() {
  try {
    return execFileSync('pnpm', ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' }).trim();
  } catch {
    return ''; // not installed
  }
}

/**
 * The environment of build tools: the found programs come first on the path.
 * @param {{ node: string, pnpm?: string }} programs
 * @returns {Record<string, string | undefined>}
 */
export function toolEnv({ node, pnpm }) {
  const cleaned = cleanEnv(process.env);
  const programs = pnpm === undefined || pnpm === 'pnpm' ? [node] : [node, pnpm];
  const dirs = [...programs.map((file) => path.dirname(file)), path.join(workspaceRoot, 'node_modules', '.bin')];
  return {
    ...cleaned,
    PATH: [...dirs, cleaned.PATH].join(path.delimiter),
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    NO_UPDATE_NOTIFIER: '1',
  };
}
