import { lstatSync } from 'node:fs';
import { sep } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '@belfry/core';
import { createVisited, sortNewestFirst, toRootIssue } from '../discover.ts';
import type { Place } from '../place.ts';
import type { RootProbe, RootState } from '../root-probe.ts';
import {
  type FoundDirectory,
  type FoundSource,
  findSource,
  isGone,
  toPlaceIssue,
  type WalkStart,
  walkPlace,
} from '../walk-place.ts';
import type { KnownDirectory, PlaceWatcher } from '../watch/place-watcher.ts';
import { createListings } from './listings.ts';
import { isShadowed } from './moving.ts';
import { findOwner, judgeFound, type PlaceSources } from './place-sources.ts';
import type { IngestSink } from './sink.ts';
import type { Vanishing } from './vanishing.ts';

/** Most bytes of sources never read that are read live after one look; a fresh copy of a whole home is backlog. */
const maxNewLiveBytes = 64 * 1024 * 1024;
/** Longest stretch of looking before live work gets its turn. */
const sliceMs = 5;
/** A source untouched for this long in a watched directory rests. */
const restMs = 86_400_000;

export interface ScannerDeps {
  places: readonly PlaceSources[];
  probe: RootProbe;
  watcher: PlaceWatcher;
  vanishing: Vanishing;
  sink: IngestSink;
  clock: Clock;
  /** Sources touched within this time are read at once, older ones never read are backlog. */
  liveMs: number;
  onSource: (file: string) => void;
  onBacklog: () => void;
  isStopped: () => boolean;
}

/** Looks at directories, stat-only, and finds what nobody has told about. */
export interface Scanner {
  /**
   * Everything: new, changed and vanished sources, and which directories to watch. A look that is not `thorough` lists
   * only directories that have changed and a few others in turn, and trusts the watches about sources that rest.
   */
  scan(thorough: boolean): Promise<void>;
  /** The next look lists all directories. */
  forget(): void;
  /** A path below a watched directory came, changed or went. */
  notice(place: Place, path: string, directory: WalkStart): void;
  /** One directory, what is directly in it. */
  look(directory: KnownDirectory): void;
  /** Sources below a directory of any place. */
  filesBelow(path: string): string[];
}

export function createScanner(deps: ScannerDeps): Scanner {
  const { places, probe, watcher, vanishing, sink, clock, liveMs, onSource, onBacklog, isStopped } = deps;

  const listings = createListings(clock);

  async function scanPlace(
    sources: PlaceSources,
    state: RootState,
    visited: Set<string>,
    thorough: boolean,
  ): Promise<void> {
    const { place } = sources;
    sources.state = state.state;
    const issue = toRootIssue(place, state);
    sources.issues = issue ? [issue] : [];
    if (state.state !== 'found') {
      watcher.update(place, [], clock.now());
      if (state.state === 'missing') vanishing.confirm(sources, [...sources.tracked.keys()]);
      return;
    }
    const missing = new Set(sources.tracked.keys());
    const directories: KnownDirectory[] = [];
    const asListed = new Set<string>();
    const fresh: FoundSource[] = [];
    const beganMs = clock.now();
    let sliceEndMs = beganMs + sliceMs;
    for (const directory of walkPlace(place, undefined, visited, thorough ? undefined : listings.next(sources))) {
      if (isStopped()) return;
      directories.push(withoutSources(directory));
      sources.issues.push(...directory.issues);
      listings.take(directory, beganMs);
      if (directory.isAsListed) asListed.add(directory.path);
      for (const found of directory.sources) {
        missing.delete(found.file);
        consider(sources, found, fresh);
      }
      if (clock.now() < sliceEndMs) continue;
      await nextTurn();
      sliceEndMs = clock.now() + sliceMs;
    }
    if (isStopped()) return;
    await lookAgain(sources, asListed, missing, fresh);
    if (isStopped()) return;
    // What lies in a directory that could not be read is not missing.
    const unreadable = sources.issues.map(({ path }) => path);
    const lost = [...missing].filter((file) => !unreadable.some((path) => file.startsWith(path)));
    if (lost.length > 0) vanishing.confirm(sources, lost);
    dispatch(sources, fresh);
    // What came between the walk and the watch was told to nobody.
    for (const directory of watcher.update(place, directories, clock.now())) look(directory);
  }

  /** The known sources of directories that were not listed; takes out of `missing` what is there. */
  async function lookAgain(
    sources: PlaceSources,
    asListed: ReadonlySet<string>,
    missing: Set<string>,
    fresh: FoundSource[],
  ): Promise<void> {
    const { place, tracked } = sources;
    const restsSinceMs = clock.now() - restMs;
    let sliceEndMs = clock.now() + sliceMs;
    for (const file of missing) {
      const known = tracked.get(file);
      if (known === undefined || !asListed.has(known.directory)) continue;
      const isAtRest = watcher.isWatched(known.directory) && Number(known.stamp.mtimeNs) / 1e6 < restsSinceMs;
      if (known.gone || isAtRest) {
        missing.delete(file);
        continue;
      }
      try {
        const found = findSource(place, file, false);
        if (found) consider(sources, found, fresh);
        missing.delete(file);
      } catch (error) {
        // It has gone since.
        if (isGone(error)) continue;
        missing.delete(file);
        sources.issues.push(toPlaceIssue(place, file, error));
      }
      if (clock.now() < sliceEndMs) continue;
      await nextTurn();
      if (isStopped()) return;
      sliceEndMs = clock.now() + sliceMs;
    }
  }

  function consider(sources: PlaceSources, found: FoundSource, fresh: FoundSource[]): void {
    if (isShadowed(sources, found, sink)) return;
    const verdict = judgeFound(sources, found, clock.now() - liveMs);
    if (verdict === 'sync') fresh.push(found);
    if (verdict !== 'backlog') return;
    sources.backlog.set(found.file, found);
    onBacklog();
  }

  function dispatch(sources: PlaceSources, fresh: readonly FoundSource[]): void {
    let newBytes = 0;
    for (const found of sortNewestFirst(fresh)) {
      if (!sources.tracked.has(found.file)) newBytes += found.stamp.size;
      if (sources.tracked.has(found.file) || newBytes <= maxNewLiveBytes) {
        onSource(found.file);
      } else {
        sources.backlog.set(found.file, found);
        onBacklog();
      }
    }
  }

  function sourcesOf(directory: KnownDirectory): PlaceSources | undefined {
    return places.find(({ place }) => place === directory.place);
  }

  function look(directory: KnownDirectory): void {
    const sources = sourcesOf(directory);
    if (!sources) return;
    const fresh: FoundSource[] = [];
    for (const { sources: files } of walkPlace(directory.place, [{ ...directory, depth: 1 }])) {
      for (const found of files) consider(sources, found, fresh);
    }
    dispatch(sources, fresh);
  }

  /** Takes a directory that appeared, with all below it. */
  function adopt(sources: PlaceSources, start: WalkStart): void {
    const below = [...walkPlace(sources.place, [start])];
    for (const directory of below) {
      watcher.add(withoutSources(directory));
      sources.issues.push(...directory.issues);
    }
    // Read again under watch: files may have come since, and those found now may lie in it since long.
    for (const directory of below) look(directory);
  }

  return {
    async scan(thorough) {
      listings.turn();
      const states = await Promise.all(places.map(({ place }) => probe.probe(place.root.path)));
      const visited = createVisited();
      for (const [index, sources] of places.entries()) {
        if (isStopped()) return;
        await scanPlace(sources, states[index] ?? { state: 'missing' }, visited.of(sources.place), thorough);
      }
    },
    notice(place, path, { depth, level = 0 }) {
      if (isStopped()) return;
      const sources = places.find((candidate) => candidate.place === place);
      if (findOwner(places, path)) onSource(path);
      else if (sources && depth > 1 && isDirectory(path)) adopt(sources, { path, depth: depth - 1, level: level + 1 });
    },
    forget: listings.forget,
    look,
    filesBelow: (path) =>
      places
        .filter(({ place }) => path === place.root.path || path.startsWith(place.root.path + sep))
        .flatMap(({ place }) => [...walkPlace(place)])
        .flatMap((directory) => directory.sources.map(({ file }) => file))
        .filter((file) => file.startsWith(path + sep)),
  };
}

function withoutSources({ place, path, depth, level, activeMs }: FoundDirectory): KnownDirectory {
  return { place, path, depth, level, activeMs };
}

/** A link to one is left to the next look at everything, which knows what it has been to by another path. */
function isDirectory(path: string): boolean {
  // Gone again, most often: a temporary file.
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
