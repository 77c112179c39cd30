import { dirname } from 'node:path';
import type { Clock } from '@belfry/core';
import { isSameStamp } from '../source/source-file.ts';
import type { DirectoryListing, FoundDirectory, KnownListing } from '../walk-place.ts';
import type { PlaceSources } from './place-sources.ts';

/** A look that is not thorough lists one directory in so many, in turn, whatever their stamps say. */
const turns = 10;
/** Some file systems tell times in steps of two seconds: a younger listing may have missed what came right after it. */
const coarsestMs = 3_000;

/** What the looks at the directories remember of them. */
export interface Listings {
  /** Listings to trust in the next look at a place. */
  next(sources: PlaceSources): KnownListing;
  /** Takes what a look that began at `atMs` has found. */
  take(directory: FoundDirectory, atMs: number): void;
  /** Another set of directories has its turn. */
  turn(): void;
  /** All are listed at their next look. */
  forget(): void;
}

export function createListings(clock: Clock): Listings {
  const known = new Map<string, DirectoryListing>();
  let turn = 0;
  return {
    next({ failures }) {
      // What could not be read is tried again at each look.
      const failed = new Set([...failures.keys()].map((file) => dirname(file)));
      return (directory, stamp) => {
        const listing = known.get(directory);
        if (listing === undefined || stamp.ino % turns === turn || failed.has(directory)) return undefined;
        return isSameStamp(listing.stamp, stamp) ? listing : undefined;
      };
    },
    take({ path, listing, isAsListed }, atMs) {
      if (isAsListed) return;
      const isSettled = listing !== undefined && atMs - Number(listing.stamp.mtimeNs) / 1e6 > coarsestMs;
      if (isSettled && atMs <= clock.now()) known.set(path, listing);
      else known.delete(path);
    },
    turn() {
      turn = (turn + 1) % turns;
    },
    forget() {
      known.clear();
    },
  };
}
