import type { SessionWatch } from '../watch/session-watch.ts';

/** Since when an agent works without asking and without a checkpoint; `undefined` when it asks. */
export function uncheckedSince({ bypassSince, workTree }: SessionWatch): number | undefined {
  return bypassSince === undefined ? undefined : Math.max(bypassSince, workTree?.checkpointAt ?? 0);
}
