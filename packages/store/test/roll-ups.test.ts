import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FailedFamily, openArchiveWriter } from '../src/index.ts';
import { rereadBatch, type TempArchive, tempArchive, toyContent, toyParser } from '../src/testing/index.ts';
import { recount, usageDays } from './recount.ts';
import { better } from './rereads.ts';
import { runsOf } from './runs.ts';
import { aWorld, interleave, readWorld } from './worlds.ts';

const runs = runsOf(20);

describe('roll-ups', () => {
  it('equal a recount of the rows after every batch, through renames, owner changes, rewrites and re-derivations, and days say so', {
    timeout: runs.timeout,
  }, () => {
    const picks = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(aWorld, picks, fc.array(fc.nat({ max: 12 }), { maxLength: 2 }), (world, order, raises) => {
        using archive = tempArchive();
        let before = usageDays(archive.path);
        const check = () => {
          const { kept, counted } = recount(archive.path);
          expect(kept).toEqual(counted);

          const days = usageDays(archive.path);
          for (const [day, { version, isPacked, sums }] of days) {
            const known = before.get(day);
            if (known?.sums === sums) continue;
            expect(version).toBeGreaterThan(known?.version ?? 0);
            expect(isPacked).toBe(false);
          }
          archive.writer.fold(1);
          before = days;
        };
        let version = 1;
        for (const [at, batch] of interleave(readWorld(world, [3, 2, 4]), order).entries()) {
          for (const _ of raises.filter((raise) => raise === at)) derive(archive, ++version, check);
          archive.writer.applyBatch(rereadBatch(batch, { text: version, usage: version }, readingOf(version)));
          check();
        }
      }),
      { numRuns: runs.numRuns },
    );
  });
});

/** A better parser, and after it the first one again. */
function readingOf(version: number) {
  return version % 2 === 0 ? better : undefined;
}

function derive({ path }: TempArchive, version: number, check: () => void): void {
  const parser = toyParser({ text: version, usage: version }, readingOf(version));
  const writer = openArchiveWriter({ path, content: toyContent, parser });
  const failed: FailedFamily[] = [];
  for (const _ of writer.derivation?.run((failure) => failed.push(failure)) ?? []) check();
  expect(failed).toEqual([]);
  expect(writer.derivation?.isBehind()).toBe(false);
  writer.close();
}
