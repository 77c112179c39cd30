import { accessSync, constants } from 'node:fs';
import { dirname, sep } from 'node:path';
import type { FileStamp, SourceCursor, SourceRef } from '@belfry/core';
import type { Place, PlaceIssue } from '../place.ts';
import type { RootState } from '../root-probe.ts';
import { abandonedMs } from '../source/abandoned-line.ts';
import { isSameStamp } from '../source/source-file.ts';
import { type FoundSource, toSourceRef } from '../walk-place.ts';

/** A source the archive has, as last read. */
export interface TrackedSource {
  ref: SourceRef;
  stamp: FileStamp;
  gone: boolean;
  /** Its last line has no end, and that is no issue yet. */
  isUnfinished: boolean;
  progress: ReadProgress;
}

/** With the directory it lies in. */
type PlacedSource = TrackedSource & { directory: string };

/** How far a source was read, and up to where it was compared as a whole. */
export type ReadProgress = Required<Pick<SourceCursor, 'offset' | 'compared'>>;

export function progressOf({ offset, compared = offset }: Pick<SourceCursor, 'offset' | 'compared'>): ReadProgress {
  return { offset, compared };
}

/** A source that could not be read, so that it is not tried again before it changes. */
interface Failure {
  stamp: FileStamp | undefined;
  issue: PlaceIssue;
}

/** What live ingest knows of one place. */
export interface PlaceSources {
  place: Place;
  /** How the root answered when last asked. */
  state: RootState['state'];
  /** By file; added to by `track`. */
  tracked: Map<string, PlacedSource>;
  /** The directories of tracked files, each once: as many files share one string. */
  directories: Map<string, string>;
  /** Tracked files by the name that stays when the agent moves them. */
  names: Map<string, string>;
  /** Sources left to an import: old ones never read, and those with a line too long for the live path. */
  backlog: Map<string, FoundSource>;
  failures: Map<string, Failure>;
  /** Findings of the last look at the directories. */
  issues: PlaceIssue[];
}

export function createPlaceSources(place: Place): PlaceSources {
  return {
    place,
    state: 'missing',
    tracked: new Map(),
    directories: new Map(),
    names: new Map(),
    backlog: new Map(),
    failures: new Map(),
    issues: [],
  };
}

export function track(sources: PlaceSources, file: string, source: TrackedSource): void {
  const { directories } = sources;
  const directory = dirname(file);
  const known = directories.get(directory);
  if (known === undefined) directories.set(directory, directory);
  sources.tracked.set(file, { ...source, directory: known ?? directory });
  const name = sources.place.agent.lastingName?.(source.ref.path);
  if (name !== undefined) sources.names.set(name, file);
}

/** The place a path belongs to and the source it is there; the first place wins where roots overlap. */
export function findOwner(
  places: readonly PlaceSources[],
  file: string,
): { sources: PlaceSources; ref: SourceRef } | undefined {
  for (const sources of places) {
    const { root } = sources.place;
    if (!file.startsWith(root.path + sep)) continue;
    const ref = toSourceRef(sources.place, file);
    if (ref) return { sources, ref };
  }
  return undefined;
}

/** What to do about a source a walk has found. */
export function judgeFound(
  sources: PlaceSources,
  found: FoundSource,
  liveSinceMs: number,
): 'nothing' | 'sync' | 'backlog' {
  const { file, stamp } = found;
  const tracked = sources.tracked.get(file);
  const failure = sources.failures.get(file);
  if (failure?.stamp && isSameStamp(failure.stamp, stamp) && !isReadable(file)) return 'nothing';
  if (sources.backlog.has(file)) return 'nothing';
  if (tracked) return !tracked.gone && isSameStamp(tracked.stamp, stamp) ? 'nothing' : 'sync';
  return Number(stamp.mtimeNs) / 1e6 >= liveSinceMs ? 'sync' : 'backlog';
}

/** A session quiet for this long is probably over. */
const quietMs = 3_600_000;

/**
 * Whether the past of a quiet source is to be compared as a whole: it was followed as it grew, and a good part of it was
 * checked in a few places only. Bounds what is read again by a few times what is new.
 */
export function isToBeCompared({ ref, stamp, gone, progress }: TrackedSource, nowMs: number): boolean {
  const { offset, compared } = progress;
  const isAppended = ref.format === 'jsonl' && !ref.compression && !gone;
  return isAppended && (offset - compared) * 4 > compared && nowMs - Number(stamp.mtimeNs) / 1e6 > quietMs;
}

/** Whether the last line of a source has been without an end for so long that nobody will write it. */
export function isAbandoned(
  { isUnfinished, gone, stamp }: Pick<TrackedSource, 'isUnfinished' | 'gone' | 'stamp'>,
  nowMs: number,
): boolean {
  return isUnfinished && !gone && nowMs - Number(stamp.mtimeNs) / 1e6 > abandonedMs;
}

/** A file whose rights were changed keeps its stamp. */
export function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    // Still as it was: nothing to try again.
    return false;
  }
}

/** So many sources vanishing at once, and all there were, is not a clean-up: the directory was moved or unmounted. */
const suspiciousLoss = 3;

/** Whether vanished files are gone, or rather all of their place is. */
export function isPlaceLost(sources: PlaceSources, vanished: readonly string[]): boolean {
  if (vanished.length < suspiciousLoss) return false;
  const missing = new Set(vanished);
  return [...sources.tracked].every(([file, source]) => source.gone || missing.has(file));
}
