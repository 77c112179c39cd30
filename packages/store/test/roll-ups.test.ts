import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tempArchive } from '../src/testing/index.ts';
import { recount, usageDays } from './recount.ts';
import { runsOf } from './runs.ts';
import { aWorld, interleave, readWorld } from './worlds.ts';

const runs = runsOf(20);

describe('roll-ups', () => {
  it('equal a recount of the rows after every batch, through renames, owner changes and rewrites, and days say so', {
    timeout: runs.timeout,
  }, () => {
    const picks = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(aWorld, picks, (world, somePicks) => {
        using archive = tempArchive();
        let before = usageDays(archive.path);
        for (const batch of interleave(readWorld(world, [3, 2, 4]), somePicks)) {
          archive.writer.applyBatch(batch);
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
        }
      }),
      { numRuns: runs.numRuns },
    );
  });
});
