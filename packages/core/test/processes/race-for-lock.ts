import { openLifetimeLock } from '../../src/node/lifetime-lock.ts';
import { argument, hear, tell } from './dialogue.ts';

// Tries for the lock at the same instants as its opponent, round by round, and says in which it won.
const { path, rounds, roundMs } = argument<{ path: string; rounds: number; roundMs: number }>();
const lock = openLifetimeLock(path, { purpose: 'daemon' });
tell({ ready: true });
const startMs = Number(await hear());
const wins: boolean[] = [];
for (let round = 0; round < rounds; round += 1) {
  spinUntil(startMs + round * roundMs);
  const result = lock.acquire();
  wins.push(result.kind === 'acquired');
  spinUntil(startMs + (round + 0.5) * roundMs);
  if (result.kind === 'acquired') result.lock.release();
}
tell({ wins });
await hear();

// A timer would let the two miss each other by more than the race is wide.
function spinUntil(ms: number): void {
  while (Date.now() < ms);
}
