import { openLifetimeLock } from '../../src/node/lifetime-lock.ts';
import { argument, hear, tell } from './dialogue.ts';

// Tries for the lock at the instant it is told, again and again; holds it until told to let go.
const { path } = argument<{ path: string }>();
const lock = openLifetimeLock(path, { purpose: 'daemon' });
tell({ ready: true });
for (;;) {
  const atMs = Number(await hear());
  // A timer would let two opponents miss each other by more than the race is wide.
  while (Date.now() < atMs);
  const result = lock.acquire();
  tell({ kind: result.kind });
  await hear();
  if (result.kind === 'acquired') result.lock.release();
  tell({ ready: true });
}
