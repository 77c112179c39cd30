import { isStartupLocked } from './startup-lock.ts';
import { readLiveStates } from './state-file.ts';

/** Whether a server of this home runs or is starting. Asks no port: one that is too busy to answer is active. */
export function isServerActive(runDir: string): boolean {
  return readLiveStates(runDir).length > 0 || isStartupLocked(runDir);
}

/** The same for servers that write the archive; one that is starting counts, one that only reads does not. */
export function isLocalServerActive(runDir: string): boolean {
  return readLiveStates(runDir).some((state) => !state.readOnly) || isStartupLocked(runDir);
}
