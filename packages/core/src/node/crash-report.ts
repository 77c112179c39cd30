import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { toBelfryError } from '../errors.ts';
import { writeFileAtomic } from './atomic-write.ts';
import { ensurePrivateDirectory } from './private-directory.ts';
import { listFiles, readText } from './read-place.ts';

/** How many reports are kept. */
const kept = 10;

/** What is left of a process that broke. Holds no transcript text and no environment. */
export interface CrashReport {
  /** ISO 8601 UTC. */
  at: string;
  version: string;
  /** What the process was for, e.g. `serve`. */
  command: string;
  pid: number;
  node: string;
  platform: string;
  uptimeSeconds: number;
  memoryBytes: number;
  code: string;
  message: string;
  stack: string;
  hint?: string;
}

export interface CrashReportOptions {
  /** ms since 1970 UTC. */
  atMs: number;
  version: string;
  command: string;
}

/**
 * Writes one report of what ended this process (0600), deletes the oldest over ten, and gives the path back.
 * Never throws, because it runs while the process is dying: `undefined` when the disk would not take it.
 */
export function writeCrashReport(
  crashDir: string,
  thrown: unknown,
  { atMs, version, command }: CrashReportOptions,
): string | undefined {
  const error = toBelfryError(thrown);
  const at = new Date(atMs).toISOString();
  const report: CrashReport = {
    at,
    version,
    command,
    pid: process.pid,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    uptimeSeconds: Math.round(process.uptime()),
    memoryBytes: process.memoryUsage.rss(),
    code: error.code,
    message: error.message,
    stack: describeStacks(error.cause instanceof Error ? error.cause : error),
    hint: error.hint,
  };
  try {
    ensurePrivateDirectory(crashDir);
    const path = join(crashDir, `crash-${at.replaceAll(':', '-')}-${process.pid}.json`);
    writeFileAtomic(path, `${JSON.stringify(report, undefined, 2)}\n`);
    for (const old of reportNames(crashDir).slice(kept)) rmSync(join(crashDir, old), { force: true });
    return path;
  } catch {
    // The crash itself goes to the log as well; there is nobody else to tell.
    return undefined;
  }
}

/** The reports there are, newest first; those that cannot be read are left out. */
export function readCrashReports(crashDir: string): (CrashReport & { path: string })[] {
  return reportNames(crashDir).flatMap((name) => {
    const path = join(crashDir, name);
    try {
      return [{ ...(JSON.parse(readText(path) ?? '') as CrashReport), path }];
    } catch {
      // Not one of ours, or cut short by the same full disk that ended the process.
      return [];
    }
  });
}

// The name begins with the time, so the order of names is the order of crashes.
function reportNames(crashDir: string): string[] {
  return listFiles(crashDir)
    .filter((name) => /^crash-.+\.json$/.test(name))
    .reverse();
}

function describeStacks(error: Error): string {
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause instanceof Error ? `${own}\ncaused by ${describeStacks(error.cause)}` : own;
}
