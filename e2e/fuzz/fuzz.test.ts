import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkCase } from './check-case.ts';
import { aFuzzCase } from './fuzz-case.ts';
import { loadMaterial } from './material.ts';

/** `npm run fuzz` plays other lives, for as long as one likes, with the samples as well. */
test('damaged transcripts lose nothing, whole or piecemeal', { timeout: 120_000 }, async () => {
  const material = loadMaterial();
  let cases = 0;
  await fc.assert(
    fc.asyncProperty(aFuzzCase, async (fuzzCase) => {
      cases += 1;
      await checkCase(fuzzCase, material);
    }),
    { seed: 20, numRuns: 120, interruptAfterTimeLimit: 8_000 },
  );
  expect(cases).toBeGreaterThan(0);
});
