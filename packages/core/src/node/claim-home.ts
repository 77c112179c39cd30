import { setTimeout as delay } from 'node:timers/promises';
import { BelfryError } from '../errors.ts';
import { findRunningServer, type RunningServer } from './find-running-server.ts';
import type { HeldLock, LifetimeLock } from './lifetime-lock.ts';
import type { LockOwner } from './lock-owner.ts';
import { isStartupLocked } from './startup-lock.ts';

export type HomeClaim =
  /** This process may write the archive, until it releases the lock. */
  | { kind: 'claimed'; lock: HeldLock }
  /** Another daemon of this home runs and has proven it. */
  | { kind: 'already-running'; server: RunningServer };

export interface ClaimHomeOptions {
  lock: LifetimeLock;
  runDir: string;
  secret: Uint8Array;
  /**
   * Called once for each process that is waited for: a one-shot command that holds the archive, or a daemon that is
   * starting or stopping.
   */
  onWait?: (owner: LockOwner) => void;
  signal?: AbortSignal;
  /**
   * How long a daemon may hold the archive without answering; default 30,000. A command, and a daemon that says it
   * is starting (migrating an archive takes its time), are waited for without end.
   */
  daemonMs?: number;
  /** Between two looks; default 100. */
  pollMs?: number;
}

/**
 * Decides what a second start does. The archive is free: take it. A daemon of this home answers: say where. A
 * one-shot command holds it: wait. Never asks a port anything but the challenge.
 * @throws BELFRY_LOCKED when a daemon holds the archive and does not answer in time
 */
export async function claimHome({
  lock,
  runDir,
  secret,
  onWait,
  signal,
  daemonMs = 30_000,
  pollMs = 100,
}: ClaimHomeOptions): Promise<HomeClaim> {
  let deadline = performance.now() + daemonMs;
  let toldPid: number | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const result = lock.acquire();
    if (result.kind === 'acquired') return { kind: 'claimed', lock: result.lock };
    const { owner } = result;
    const isCommand = owner !== undefined && owner.purpose !== 'daemon';
    // Looked at before the server, so that one that finishes its start in between is found, not given up.
    const mayTakeTime = isCommand || isStartupLocked(runDir);
    const server = isCommand ? undefined : await findRunningServer(runDir, { secret });
    if (server && !server.readOnly) return { kind: 'already-running', server };

    const isNew = owner !== undefined && owner.pid !== toldPid;
    if (isNew) onWait?.(owner);
    if (isNew || mayTakeTime) deadline = performance.now() + daemonMs;
    else if (performance.now() >= deadline) throw stuck(owner);
    toldPid = owner?.pid ?? toldPid;
    await delay(pollMs, undefined, { signal });
  }
}

function stuck(owner: LockOwner | undefined): BelfryError {
  const who = owner ? `A belfry (pid ${owner.pid})` : 'A process that does not say who it is';
  return new BelfryError('BELFRY_LOCKED', `${who} holds the archive and does not answer.`, {
    hint: owner
      ? `Wait for it, or end it with: kill ${owner.pid}`
      : 'Wait for it, or look for another belfry of this home.',
    data: { pid: owner?.pid },
  });
}
