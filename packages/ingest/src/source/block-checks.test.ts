import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checksForGrowth, createCheckKeeper, isUnchangedBlock } from './block-checks.ts';

function checksOf(bytes: Buffer, cuts: readonly number[] = []) {
  let checks = createCheckKeeper(0, [], () => Buffer.alloc(0)).checks();
  let offset = 0;
  for (const cut of [...new Set([...cuts, bytes.length])].sort((a, b) => a - b)) {
    // Taken up anew for every piece, as after a restart.
    const keeper = createCheckKeeper(offset, JSON.parse(JSON.stringify(checks)), (from, length) =>
      bytes.subarray(from, from + length),
    );
    keeper.add(bytes.subarray(offset, cut));
    checks = keeper.checks();
    offset = cut;
  }
  return checks;
}

const content = randomBytes(300_000);

it('keeps the same whatever the pieces and restarts', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: content.length }),
      fc.array(fc.integer({ min: 0, max: 300_000 })),
      (size, cuts) => {
        const bytes = content.subarray(0, size);
        expect(
          checksOf(
            bytes,
            cuts.filter((cut) => cut <= size),
          ),
        ).toEqual(checksOf(bytes));
      },
    ),
    { numRuns: 200 },
  );
});

it('keeps few blocks, head and last among them, and all hold', () => {
  for (const size of [0, 1, 4_095, 4_096, 4_097, 8_192, 50_000, 300_000]) {
    const bytes = content.subarray(0, size);
    const checks = checksOf(bytes);
    expect(checks.length).toBeLessThanOrEqual(10);
    expect(
      checks.every((check) => isUnchangedBlock(check, bytes.subarray(check.offset, check.offset + check.length))),
    ).toBe(true);
    if (size === 0) continue;
    expect(checks[0]?.offset).toBe(0);
    const last = checks.at(-1);
    expect((last?.offset ?? 0) + (last?.length ?? 0)).toBe(size);
  }
});

it('covers every byte of a file of up to 32 kB', () => {
  const bytes = content.subarray(0, 32_768);
  const checks = checksOf(bytes);
  for (let at = 0; at < bytes.length; at += 61) {
    expect(checks.some(({ offset, length }) => at >= offset && at < offset + length)).toBe(true);
  }
});

it('has every block verified in the course of some growths, four at a time', () => {
  const checks = checksOf(content);
  const seen = new Set<number>();
  for (let turn = 0; turn < 20; turn += 1) {
    const chosen = checksForGrowth(checks, turn);
    expect(chosen.length).toBeLessThanOrEqual(4);
    for (const { offset } of chosen) seen.add(offset);
  }
  expect([...seen].sort((a, b) => a - b)).toEqual(checks.map(({ offset }) => offset));
});
