import type { FoundDirectory } from '../walk-place.ts';

export interface WatchBudget {
  nowMs: number;
  /** Directories changed within this time are watched first. */
  activeMs: number;
  /** Most directories watched because they are active, newest first. */
  maxActive: number;
  /** Directories at rest fill up to this many, those nearest to the root first: new sessions begin there. */
  maxTotal: number;
}

/** What of a directory decides whether it is watched. */
export type WatchCandidate = Pick<FoundDirectory, 'path' | 'level' | 'activeMs'>;

/**
 * The directories worth a watch. Some agents make directories for every session, and the system's
 * watches are limited and shared with editors; the rest is looked at by the re-scan.
 */
export function chooseDirectories(found: readonly WatchCandidate[], budget: WatchBudget): Set<string> {
  const newestFirst = [...found].sort((a, b) => b.activeMs - a.activeMs || (a.path < b.path ? -1 : 1));
  const since = budget.nowMs - budget.activeMs;
  const active = newestFirst.filter((directory) => directory.activeMs >= since).slice(0, budget.maxActive);
  const chosen = new Set(active.map((directory) => directory.path));
  for (const directory of newestFirst.sort((a, b) => a.level - b.level)) {
    if (chosen.size >= budget.maxTotal) break;
    chosen.add(directory.path);
  }
  return chosen;
}
