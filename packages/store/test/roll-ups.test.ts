import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tempArchive } from '../src/testing/index.ts';
import { recount } from './recount.ts';
import { aWorld, interleave, readWorld } from './worlds.ts';

describe('roll-ups', () => {
  it('equal a recount of the rows after every batch, through renames, owner changes and rewrites', {
    timeout: 60_000,
  }, () => {
    const picks = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(aWorld, picks, (world, somePicks) => {
        using archive = tempArchive();
        for (const batch of interleave(readWorld(world, [3, 2, 4]), somePicks)) {
          archive.writer.applyBatch(batch);
          const { kept, counted } = recount(archive.path);
          expect(kept).toEqual(counted);
        }
      }),
      { numRuns: 40 },
    );
  });
});
