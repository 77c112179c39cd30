import { isSameProcessAlive } from './process-alive.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { readText } from './read-place.ts';

/** What a lock is held for: the daemon's life, or one command that ends by itself. */
export type LockPurpose = 'daemon' | `command:${string}`;

export interface LockOwner extends ProcessIdentity {
  purpose: LockPurpose;
}

/** Where the holder of the lock at `path` says who it is. */
export function lockOwnerPath(path: string): string {
  return `${path}.owner.json`;
}

/**
 * Who says to hold the lock and still runs. The lock itself is the truth; this only names its holder, so a file left
 * by a killed process, or one that cannot be read, is `undefined`.
 */
export function readLockOwner(path: string): LockOwner | undefined {
  let owner: LockOwner;
  try {
    owner = JSON.parse(readText(lockOwnerPath(path)) ?? '');
  } catch {
    // Absent or unreadable: nobody is named.
    return undefined;
  }
  const named = typeof owner?.pid === 'number' && typeof owner.startedAt === 'string' && isPurpose(owner.purpose);
  return named && isSameProcessAlive(owner) ? owner : undefined;
}

function isPurpose(value: unknown): value is LockPurpose {
  return typeof value === 'string' && (value === 'daemon' || value.startsWith('command:'));
}
