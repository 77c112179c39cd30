import { openLifetimeLock } from '../../src/node/lifetime-lock.ts';
import type { LockPurpose } from '../../src/node/lock-owner.ts';
import { argument, hear, tell } from './dialogue.ts';

const { path, purpose, waits } = argument<{ path: string; purpose: LockPurpose; waits?: boolean }>();
const lock = openLifetimeLock(path, { purpose });
tell({ ready: true });
await hear();
if (waits) {
  const held = await lock.waitFor({ pollMs: 5, onWait: (owner) => tell({ waitsFor: owner.purpose }) });
  tell({ kind: 'acquired' });
  await hear();
  held.release();
} else {
  const result = lock.acquire();
  tell({ kind: result.kind, owner: result.kind === 'held' ? result.owner : undefined });
  await hear();
  if (result.kind === 'acquired') result.lock.release();
}
tell({ released: true });
await hear();
