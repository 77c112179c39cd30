import type { LiveStatus } from '@belfry/ingest';
import type { WatchedRoot } from './protocol.ts';

const maxUnreadable = 50;

/** The roots as the API tells them: with a reason where one is not watched, or not all below it can be read. */
export function toWatchedRoots({ roots, issues, phase, pausedBy }: LiveStatus, machine: string): WatchedRoot[] {
  return roots.map(({ agent, path, state, sources }) => {
    const own = issues.filter(({ root, agent: owner }) => root === path && owner === agent);
    const below = own.filter((issue) => issue.path !== path);
    const reason = state === 'missing' ? 'no such directory' : toReason(own, pausedBy);
    return {
      agent,
      machine,
      root: path,
      state: state !== 'found' ? 'unavailable' : phase === 'scanning' ? 'scanning' : 'watching',
      sources,
      ...(reason === undefined ? {} : { reason }),
      ...(below.length === 0 ? {} : { unreadable: below.slice(0, maxUnreadable).map(toUnreadable) }),
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

/** What to do, where that can be told from the reason. */
const hints: Record<string, string> = {
  EACCES: 'Give the user that belfry runs as the right to read it.',
  EPERM: 'Give the user that belfry runs as the right to read it.',
  ELOOP: 'The link leads to itself: remove it.',
  ENAMETOOLONG: 'Shorten its name, or those of the directories it lies in.',
  EIO: 'The disk fails to read it: look into the log of the system.',
  'link leaves the root': 'Add the directory it leads to under [roots] of the configuration, if belfry is to read it.',
  'not a regular file': 'It is a pipe, a socket or a device with the name of a transcript: remove or rename it.',
  'a directory': 'It has the name of a transcript: rename it. What lies in it is read.',
};

function toUnreadable({ path, detail }: LiveStatus['issues'][number]): NonNullable<WatchedRoot['unreadable']>[number] {
  const hint = hints[detail];
  return { path, detail, ...(hint === undefined ? {} : { hint }) };
}
