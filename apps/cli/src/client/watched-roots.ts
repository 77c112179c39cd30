import { statSync } from 'node:fs';
import type { SyncStatus } from '@belfry/api/contract';
import { agents, resolvePlaces } from '@belfry/ingest';
import type { CommandContext } from '../context.ts';

/** One directory an agent may write to, and whether belfry looks at it. */
export interface RootReport {
  agent: string;
  label: string;
  path: string;
  /** Who named it: the agent's default, a variable of the environment, or the configuration. */
  via: string;
  state: 'watching' | 'scanning' | 'unavailable' | 'absent' | 'not watched';
  /** Files known below it; absent when nobody watches it. */
  sources?: number;
  /** Why it is not watched, and what to do about it. */
  reason?: string;
  /** What of it cannot be read, and what to do about it. */
  unreadable?: NonNullable<SyncStatus['roots'][number]['unreadable']>;
}

/** Every root the agents and the configuration name here, with what the daemon says about it. */
export function readWatchedRoots(
  { config, environment }: CommandContext,
  watched: SyncStatus['roots'] | undefined,
): RootReport[] {
  const places = resolvePlaces({ agents, environment, machine: config.machine, extraRoots: config.roots });
  return places.map(({ agent, root: { path, via } }): RootReport => {
    const root = { agent: agent.id, label: agent.label, path, via };
    if (statSync(path, { throwIfNoEntry: false }) === undefined) {
      return { ...root, state: 'absent', reason: absentReason(via, agent.label) };
    }
    const live = watched?.find((other) => other.agent === agent.id && other.root === path);
    if (live === undefined) {
      const reason =
        watched === undefined
          ? 'the daemon does not run: belfry daemon start'
          : 'the daemon was started with another environment or configuration: belfry daemon restart';
      return { ...root, state: 'not watched', reason };
    }
    return {
      ...root,
      state: live.state,
      sources: live.sources,
      ...(live.reason === undefined ? {} : { reason: live.reason }),
      ...(live.unreadable === undefined ? {} : { unreadable: live.unreadable }),
    };
  });
}

function absentReason(via: string, label: string): string {
  return via === 'default'
    ? `no such directory: ${label} has not been used here, or writes elsewhere`
    : 'no such directory: check the path; belfry watches it as soon as it is there';
}
