import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { writeFileAtomic } from './atomic-write.ts';
import { type FindServerOptions, findRunningServer, type RunningServer } from './find-running-server.ts';
import { isSameProcessAlive } from './process-alive.ts';
import { ownProcessIdentity, type ProcessIdentity } from './process-identity.ts';
import { listFiles, readText } from './read-place.ts';

/** Says that this process is starting a server and does not listen yet. One file per process. */
export function writeStartupLock(runDir: string): void {
  writeFileAtomic(startupLockPath(runDir, process.pid), `${JSON.stringify(ownProcessIdentity())}\n`);
}

/** Takes this process's startup lock back; write the state file first, so that there is no moment with neither. */
export function removeStartupLock(runDir: string): void {
  rmSync(startupLockPath(runDir, process.pid), { force: true });
}

/** Whether a live process is starting. Locks of dead processes are deleted; malformed ones are ignored and kept. */
export function isStartupLocked(runDir: string): boolean {
  return listFiles(runDir)
    .filter((name) => /^server\.starting\.\d+$/.test(name))
    .map((name) => isLive(join(runDir, name)))
    .some(Boolean);
}

export interface WaitForStartupOptions extends FindServerOptions {
  timeoutMs: number;
  /** Between two looks; default 100. */
  pollMs?: number;
  signal?: AbortSignal;
}

/** The server, as soon as one answers; `undefined` at once when none is starting, or at the deadline. */
export async function waitForStartup(
  runDir: string,
  { timeoutMs, pollMs = 100, signal, ...find }: WaitForStartupOptions,
): Promise<RunningServer | undefined> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    // The lock before the server: one that finishes its start between the two looks is then still found.
    const starting = isStartupLocked(runDir);
    const server = await findRunningServer(runDir, find);
    if (server || !starting || performance.now() >= deadline) return server;
    await delay(pollMs, undefined, { signal });
  }
}

function startupLockPath(runDir: string, pid: number): string {
  return join(runDir, `server.starting.${pid}`);
}

function isLive(path: string): boolean {
  const text = readText(path);
  const owner = parseOwner(text);
  if (!owner) return false;
  if (isSameProcessAlive(owner)) return true;
  if (readText(path) === text) rmSync(path, { force: true });
  return false;
}

function parseOwner(text: string | undefined): (Partial<ProcessIdentity> & { pid: number }) | undefined {
  try {
    const value = JSON.parse(text ?? '');
    return Number.isSafeInteger(value?.pid) ? value : undefined;
  } catch {
    // Not JSON: not a lock of ours.
    return undefined;
  }
}
