import type { LiveStatus } from '@belfry/ingest';
import type { WatchedRoot } from './protocol.ts';

/** The roots as the API tells them: with a reason where one is not watched, or not all below it can be read. */
export function toWatchedRoots({ roots, issues, phase, pausedBy }: LiveStatus, machine: string): WatchedRoot[] {
  return roots.map(({ agent, path, state, sources }) => {
    const own = issues.filter(({ root, agent: owner }) => root === path && owner === agent);
    const reason = state === 'missing' ? 'no such directory' : toReason(own, pausedBy);
    return {
      agent,
      machine,
      root: path,
      state: state !== 'found' ? 'unavailable' : phase === 'scanning' ? 'scanning' : 'watching',
      sources,
      ...(reason === undefined ? {} : { reason }),
    };
  });
}

function toReason(issues: LiveStatus['issues'], pausedBy: string | undefined): string | undefined {
  if (pausedBy !== undefined) return `nothing can be stored now: ${pausedBy}`;
  const [first, ...others] = issues;
  if (first === undefined) return undefined;
  if (first.path === first.root) return first.detail;
  return `cannot read ${first.path}: ${first.detail}${others.length === 0 ? '' : `, and ${others.length} more`}`;
}
