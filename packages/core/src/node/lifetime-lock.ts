import { chmodSync, closeSync, openSync, rmSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { BelfryError, toBelfryError } from '../errors.ts';
import { writeFileAtomic } from './atomic-write.ts';
import { type LockOwner, type LockPurpose, lockOwnerPath, readLockOwner } from './lock-owner.ts';
import { ensurePrivateDirectory } from './private-directory.ts';
import { ownProcessIdentity } from './process-identity.ts';

export type LockResult =
  | { kind: 'acquired'; lock: HeldLock }
  /** `owner` is absent in the moments between taking the lock and saying so, and between being killed and gone. */
  | { kind: 'held'; owner: LockOwner | undefined };

export interface HeldLock {
  /**
   * Takes the lock again when its file was deleted or replaced, for then another process could take it too.
   * `false`: one has, and this process must not write any more.
   */
  renew(): boolean;
  /** Gives the lock back; idempotent. The end of the process, by whatever means, does the same. */
  release(): void;
}

export interface WaitOptions {
  /** Called once for each owner that is waited for, as soon as it has a name. */
  onWait?: (owner: LockOwner) => void;
  signal?: AbortSignal;
  /** Between two tries; default 100. */
  pollMs?: number;
}

export interface LifetimeLock {
  /**
   * Takes the lock or says who has it, without waiting.
   * @throws BELFRY_STATE_FILE_INVALID when the lock file is something else
   */
  acquire(): LockResult;
  /** Waits until the lock is free and takes it. Rejects with the signal's reason when aborted. */
  waitFor(options?: WaitOptions): Promise<HeldLock>;
}

/**
 * A lock one process holds until it ends, however it ends: the OS drops it on kill -9 and power loss, so it is never
 * stale. It is the write lock of an empty SQLite database, because Node has no lock of its own.
 *
 * Nobody may open the lock file through `fs` in the holding process: POSIX drops all of a process's locks on a file
 * when it closes any descriptor of it. Who holds the lock is therefore told in a file beside it.
 */
export function openLifetimeLock(path: string, { purpose }: { purpose: LockPurpose }): LifetimeLock {
  return { acquire, waitFor };

  function acquire(): LockResult {
    const taken = take();
    if (!taken) return { kind: 'held', owner: readLockOwner(path) };
    let current = taken;
    return {
      kind: 'acquired',
      lock: {
        renew() {
          if (held.get(path) !== current) return false;
          if (isSameFile(statSync(path, { throwIfNoEntry: false }), current.file)) return true;
          held.delete(path);
          current.database.close();
          const again = take();
          if (again) current = again;
          return again !== undefined;
        },
        release: () => release(path, current),
      },
    };
  }

  function take(): Held | undefined {
    const database = tryLock(path);
    if (!database) return undefined;
    try {
      writeFileAtomic(lockOwnerPath(path), `${JSON.stringify({ ...ownProcessIdentity(), purpose })}\n`);
    } catch (error) {
      database.close();
      throw toBelfryError(error);
    }
    const taken = { database, file: statSync(path, { throwIfNoEntry: false }) };
    held.set(path, taken);
    return taken;
  }

  async function waitFor({ onWait, signal, pollMs = 100 }: WaitOptions = {}): Promise<HeldLock> {
    let toldPid: number | undefined;
    for (;;) {
      signal?.throwIfAborted();
      const result = acquire();
      if (result.kind === 'acquired') return result.lock;
      if (result.owner && result.owner.pid !== toldPid) onWait?.(result.owner);
      toldPid = result.owner?.pid ?? toldPid;
      await delay(pollMs, undefined, { signal });
    }
  }
}

/** A lock that is held, and the file it is held on. */
interface Held {
  database: Database.Database;
  file: Stats | undefined;
}

// Referenced from here until released: a collected connection closes its file, and the lock would be gone.
const held = new Map<string, Held>();

function isSameFile(a: Stats | undefined, b: Stats | undefined): boolean {
  return a !== undefined && a.dev === b?.dev && a.ino === b.ino;
}

function release(path: string, taken: Held): void {
  if (held.get(path) !== taken) return;
  held.delete(path);
  // First the name, then the lock: whoever takes it next writes its own.
  try {
    rmSync(lockOwnerPath(path), { force: true });
  } finally {
    taken.database.close();
  }
}

function tryLock(path: string): Database.Database | undefined {
  if (held.has(path)) return undefined;
  let database: Database.Database | undefined;
  try {
    createLockFile(path);
    database = new Database(path, { timeout: 0 });
    // IMMEDIATE takes the one write lock in a single step. EXCLUSIVE needs two, and of two processes that start
    // together each can block the other's second step, so that none gets it. Nothing is ever written.
    database.exec('BEGIN IMMEDIATE');
    return database;
  } catch (error) {
    database?.close();
    const code = String((error as { code?: unknown }).code);
    if (code.startsWith('SQLITE_BUSY')) return undefined;
    if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT') {
      throw new BelfryError('BELFRY_STATE_FILE_INVALID', `Not a belfry lock file: ${path}`, {
        cause: error,
        hint: 'Make sure no belfry runs, then delete the file.',
      });
    }
    throw toBelfryError(error);
  }
}

// SQLite would create the file under the umask. Created here with 'wx', an existing file is never opened.
function createLockFile(path: string): void {
  ensurePrivateDirectory(dirname(path));
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  chmodSync(path, 0o600);
}
