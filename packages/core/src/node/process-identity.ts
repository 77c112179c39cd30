import { readBootId } from './boot.ts';
import { readProcessStart } from './process-start.ts';

/**
 * Which process is meant, so that another one with the same number is not taken for it. Plain JSON, written to
 * state files and locks. What the platform cannot tell is absent.
 */
export interface ProcessIdentity {
  pid: number;
  /** Creation time of the process, ISO 8601 UTC; not the time a server began to listen, which may be much later. */
  startedAt: string;
  /** Creation time in clock ticks since boot (Linux): exact, and a stepped wall clock does not change it. */
  startTicks?: number;
  /** Changes with every boot of the machine. */
  bootId?: string;
}

let own: ProcessIdentity | undefined;

/** Identity of this process. Where the OS cannot tell its creation time, the time Node began stands in. */
export function ownProcessIdentity(): ProcessIdentity {
  own ??= {
    startedAt: new Date(performance.timeOrigin).toISOString(),
    ...readProcessIdentity(process.pid),
    pid: process.pid,
  };
  return { ...own };
}

/** Identity of any running process, as far as the OS tells it. */
export function readProcessIdentity(pid: number): Partial<ProcessIdentity> & { pid: number } {
  const bootId = readBootId();
  return { pid, ...readProcessStart(pid), ...(bootId && { bootId }) };
}
