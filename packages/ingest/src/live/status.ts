import type { FoundRoot } from '../discover.ts';
import type { ImportProgress } from '../import-sources.ts';
import type { PlaceIssue } from '../place.ts';
import type { WatchStatus } from '../watch/place-watcher.ts';
import type { PlaceSources } from './place-sources.ts';

/** What live ingest does now, for status pages and for people who ask why something is not shown. */
export interface LiveStatus {
  /** `paused`: the archive takes nothing (`pausedBy`); reading goes on by itself. */
  phase: 'stopped' | 'scanning' | 'watching' | 'paused';
  pausedBy?: string;
  /** Sources the archive has, those that vanished included. */
  sources: number;
  /** Files with changes not read yet. */
  queued: number;
  backlog: { files: number; bytes: number };
  /** Of an import of the backlog inside this process. */
  importing?: ImportProgress;
  watching: WatchStatus;
  /** With the number of sources known below each. */
  roots: (FoundRoot & { sources: number })[];
  issues: PlaceIssue[];
  /** Milliseconds since 1970 UTC, of the end of the last complete look at all directories. */
  scannedAt?: number;
}

/** Adds what is known of the places to the state of the engine. */
export function toLiveStatus(
  places: readonly PlaceSources[],
  engine: Omit<LiveStatus, 'sources' | 'roots' | 'issues'>,
): LiveStatus {
  return {
    ...engine,
    sources: places.reduce((sum, { tracked }) => sum + tracked.size, 0),
    roots: places.map(({ place, state, tracked }) => ({
      agent: place.agent.id,
      ...place.root,
      state,
      sources: tracked.size,
    })),
    issues: places.flatMap(toIssues),
  };
}

/** A file may have been found unreadable by a look at its directory and again when an event told of it. */
function toIssues({ issues, failures }: PlaceSources): PlaceIssue[] {
  const byPath = new Map([...failures].map(([file, { issue }]) => [file, issue]));
  for (const issue of issues) byPath.set(issue.path, issue);
  return [...byPath.values()];
}
