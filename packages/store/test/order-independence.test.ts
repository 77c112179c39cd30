import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tempArchive } from '../src/testing/index.ts';
import { runsOf } from './runs.ts';
import { aWorld, interleave, readWorld } from './worlds.ts';

const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 6 });
const picks = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 8 });

const runs = runsOf(30);

describe('applyBatch', () => {
  it('gives the same archive in whatever order sources come and however they are split', {
    timeout: runs.timeout,
  }, () => {
    fc.assert(
      fc.property(aWorld, sizes, picks, picks, (world, someSizes, somePicks, otherPicks) => {
        using whole = tempArchive();
        using split = tempArchive();
        whole.writer.applyBatches(
          interleave(readWorld(world, []), somePicks).map((batch) => ({ batch })),
          { bulk: true },
        );
        for (const batch of interleave(readWorld(world, someSizes), otherPicks)) split.writer.applyBatch(batch);
        expect(split.dump()).toBe(whole.dump());
      }),
      { numRuns: runs.numRuns },
    );
  });
});
