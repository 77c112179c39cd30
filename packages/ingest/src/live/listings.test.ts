import { expect, it } from 'vitest';
import type { FoundDirectory } from '../walk-place.ts';
import { createListings } from './listings.ts';
import type { PlaceSources } from './place-sources.ts';

const stamp = { dev: 1, ino: 7, size: 4096, mtimeNs: '1000000000000' };
const changedMs = 1_000_000;
const directory = (path: string) =>
  ({ path, listing: { stamp, children: [], activeMs: changedMs }, isAsListed: false }) as unknown as FoundDirectory;
const noFailures = { failures: new Map() } as PlaceSources;

function createLook(nowMs: number) {
  const listings = createListings({ now: () => nowMs });
  const isTrusted = (sources = noFailures, now = stamp) => listings.next(sources)('/p', now) !== undefined;
  return { listings, isTrusted };
}

it('trusts a listing as long as the stamp of its directory holds', () => {
  const { listings, isTrusted } = createLook(changedMs + 10_000);
  expect(isTrusted()).toBe(false);
  listings.take(directory('/p'), changedMs + 9_000);
  expect(isTrusted()).toBe(true);
  expect(isTrusted(noFailures, { ...stamp, mtimeNs: '1000000000001' })).toBe(false);
  expect(isTrusted(noFailures, { ...stamp, ino: 8 })).toBe(false);
  listings.forget();
  expect(isTrusted()).toBe(false);
});

it('does not trust one that was made within a moment of the last change, or from the future', () => {
  const { listings, isTrusted } = createLook(changedMs + 10_000);
  for (const atMs of [changedMs + 1_000, changedMs + 20_000]) {
    listings.take(directory('/p'), changedMs + 9_000);
    listings.take(directory('/p'), atMs);
    expect(isTrusted()).toBe(false);
  }
});

it('lists again where something could not be read, and every directory in its turn', () => {
  const { listings, isTrusted } = createLook(changedMs + 10_000);
  listings.take(directory('/p'), changedMs + 9_000);
  expect(isTrusted({ failures: new Map([['/p/a.jsonl', {}]]) } as unknown as PlaceSources)).toBe(false);
  const trusted = Array.from({ length: 10 }, () => {
    listings.turn();
    return isTrusted();
  });
  expect(trusted.filter((is) => !is)).toHaveLength(1);
});
