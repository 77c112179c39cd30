import { readBootTimeMs } from './boot.ts';
import { type ProcessIdentity, readProcessIdentity } from './process-identity.ts';
import { readPidStat } from './process-start.ts';

/** How far a recorded and an observed creation time may lie apart when there is no exact evidence. */
const toleranceMs = 120_000;

/**
 * Whether a process with this number runs. One we may not signal counts as running; one that has ended and only
 * waits for its parent to notice does not.
 */
export function isProcessAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !(process.platform === 'linux' && isZombie(pid));
}

/**
 * Whether the recorded process, not merely one with its number, still runs. Evidence from strongest to weakest:
 * boot id, start ticks, creation time (within 120 s, and not before the machine was booted). What is missing on
 * either side is not held against the process.
 */
export function isSameProcessAlive(recorded: Partial<ProcessIdentity> & { pid: number }): boolean {
  return isProcessAlive(recorded.pid) && isSameProcess(recorded, readProcessIdentity(recorded.pid), readBootTimeMs());
}

/** The comparison alone: is the process now running under that number the recorded one? */
export function isSameProcess(
  recorded: Partial<ProcessIdentity>,
  running: Partial<ProcessIdentity>,
  bootTimeMs?: number,
): boolean {
  const recordedMs = Date.parse(recorded.startedAt ?? '');
  if (recorded.bootId && running.bootId) {
    if (recorded.bootId !== running.bootId) return false;
    if (recorded.startTicks !== undefined && running.startTicks !== undefined) {
      return recorded.startTicks === running.startTicks;
    }
  } else if (bootTimeMs !== undefined && recordedMs < bootTimeMs) {
    return false;
  }
  const runningMs = Date.parse(running.startedAt ?? '');
  return !(Math.abs(runningMs - recordedMs) > toleranceMs);
}

function isZombie(pid: number): boolean {
  const state = readPidStat(pid)?.state;
  return state === 'Z' || state === 'X';
}
