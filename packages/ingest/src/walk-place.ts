import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { FileStamp, SourceRef } from '@belfry/core';
import type { Place, PlaceIssue } from './place.ts';
import { toFileStamp } from './source/source-file.ts';

/** A source on disk, known by `stat` alone. */
export interface FoundSource {
  ref: SourceRef;
  /** Absolute path. */
  file: string;
  stamp: FileStamp;
}

/** A directory that may hold sources, with those directly in it. */
export interface FoundDirectory {
  place: Place;
  path: string;
  /** Levels of directories that may hold sources, this one included. */
  depth: number;
  /** 0 for the scope's own directory. */
  level: number;
  /** Latest change of the directory or of a source in it, ms since 1970. */
  activeMs: number;
  sources: FoundSource[];
  issues: PlaceIssue[];
  /** What it holds, for a walk that need not list it again; absent when that cannot be told by its stamp alone. */
  listing?: DirectoryListing;
  /** It was not listed: what was known of it still holds, and its sources were not looked for. */
  isAsListed: boolean;
}

/** Of a directory that was listed: its names are the same as long as its stamp is. */
export interface DirectoryListing extends Pick<FoundDirectory, 'activeMs'> {
  stamp: FileStamp;
  /** Directories in it. */
  children: string[];
}

/** Where a walk begins: a scope of a place, or a directory that appeared inside one. */
export interface WalkStart {
  path: string;
  depth: number;
  level?: number;
}

/** The listing of a directory that has this stamp now; `undefined` when it should be listed. */
export type KnownListing = (directory: string, stamp: FileStamp) => DirectoryListing | undefined;

/**
 * Walks the directories of one place, stat-only: no file is opened. Yields after each directory, so that the
 * caller can do something else between. Links to directories are followed, each directory once;
 * links to files are refused when they lead out of the root. `visited` is shared by walks that must not meet.
 */
export function* walkPlace(
  place: Place,
  starts: readonly WalkStart[] = scopeStarts(place),
  visited: Set<string> = new Set(),
  knownListing: KnownListing = () => undefined,
): Generator<FoundDirectory> {
  const waiting = starts.map(({ path, depth, level = 0 }) => ({ path, depth, level })).reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { directory, children } = readDirectory(place, next, visited, knownListing);
    if (!directory) continue;
    yield directory;
    for (const child of children) waiting.push({ path: child, depth: next.depth - 1, level: next.level + 1 });
  }
}

/** The directories an agent keeps sources in, below one root. */
export function scopeStarts(place: Place): WalkStart[] {
  return place.agent.scopes.map((scope) => ({ path: join(place.root.path, scope.path), depth: scope.depth }));
}

/** The source a path below a place's root is, by name alone. */
export function toSourceRef(place: Place, file: string): SourceRef | undefined {
  const below = file.slice(place.root.path.length + 1);
  const path = sep === '/' ? below : below.replaceAll(sep, '/');
  const kind = place.agent.classify(path);
  return kind && { machine: place.machine, root: place.root.path, path, agent: place.agent.id, ...kind };
}

/**
 * The source at a path below a place, or `undefined` when there is none by that name.
 * Throws the system's error, or one that says that a link leads out of the root or that there is no file.
 */
export function findSource(
  place: Place,
  file: string,
  isLink = lstatSync(file).isSymbolicLink(),
): FoundSource | undefined {
  const ref = toSourceRef(place, file);
  if (!ref) return undefined;
  const stat = statSync(file, { bigint: true });
  // An agent's own output may lie in directories of any name.
  if (stat.isDirectory()) return undefined;
  if (!stat.isFile()) throw withCode('not a regular file');
  if (isLink && !isBelow(realpathSync(file), realpathSync(place.root.path))) {
    throw withCode('link leaves the root');
  }
  return { ref, file, stamp: toFileStamp(stat) };
}

function readDirectory(
  place: Place,
  start: Required<WalkStart>,
  visited: Set<string>,
  knownListing: KnownListing,
): { directory?: FoundDirectory; children: string[] } {
  const issues: PlaceIssue[] = [];
  const sources: FoundSource[] = [];
  const children: string[] = [];
  const { path, depth, level } = start;
  const directory: FoundDirectory = { place, path, depth, level, activeMs: 0, sources, issues, isAsListed: false };
  let areNamesAll = true;
  try {
    const stat = statSync(path, { bigint: true });
    const inode = `${stat.dev}:${stat.ino}`;
    if (visited.has(inode)) return { children };
    visited.add(inode);
    const stamp = toFileStamp(stat);
    const known = knownListing(path, stamp);
    if (known) {
      directory.activeMs = known.activeMs;
      directory.isAsListed = true;
      return { directory, children: depth > 1 ? known.children : [] };
    }
    directory.activeMs = Number(stat.mtimeMs);
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const file = path + sep + entry.name;
      try {
        // What a link leads to may change, and what is neither file nor directory is told anew after each look.
        if (!entry.isFile() && !entry.isDirectory()) areNamesAll = false;
        if (isDirectory(entry, file)) {
          const isNamedAsFile = toSourceRef(place, file)?.role === 'transcript';
          if (isNamedAsFile) issues.push(toPlaceIssue(place, file, withCode('a directory')));
          if (depth > 1) children.push(file);
          continue;
        }
        const found = findSource(place, file, entry.isSymbolicLink());
        if (!found) continue;
        sources.push(found);
        directory.activeMs = Math.max(directory.activeMs, Number(found.stamp.mtimeNs) / 1e6);
      } catch (error) {
        if (!isGone(error)) issues.push(toPlaceIssue(place, file, error));
      }
    }
    if (areNamesAll && issues.length === 0) directory.listing = { stamp, children, activeMs: directory.activeMs };
  } catch (error) {
    // A scope an agent has not made yet, or a directory removed during the walk, is no finding.
    if (isGone(error)) return { children };
    issues.push(toPlaceIssue(place, path, error));
  }
  return { directory, children };
}

function isDirectory(entry: Dirent, file: string): boolean {
  return entry.isDirectory() || (entry.isSymbolicLink() && statSync(file).isDirectory());
}

function withCode(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function isBelow(path: string, root: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** Whether an error of the system says that there is nothing. */
export function isGone(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

export function toPlaceIssue(place: Place, path: string, error: unknown): PlaceIssue {
  const detail = (error as NodeJS.ErrnoException).code ?? String(error);
  return { code: 'unreadable', agent: place.agent.id, root: place.root.path, path, detail };
}
