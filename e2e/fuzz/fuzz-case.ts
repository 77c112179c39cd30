import fc from 'fast-check';

/** Where in a range something happens, in millionths of it. */
export type Millionths = number;

/** One way to damage what an agent wrote. */
export interface Damage {
  kind: number;
  at: Millionths;
  to: Millionths;
  value: number;
}

/** A run of lines of some transcript, damaged. */
export interface Content {
  material: number;
  from: Millionths;
  lines: number;
  /** Where records stand that nothing damages: whatever is around them, they have to be found. */
  beacons: Millionths[];
  damages: Damage[];
}

/** What happens to one file. */
export interface Step {
  file: number;
  action: 'append' | 'rewrite' | 'alter' | 'replace' | 'truncate' | 'move' | 'remove' | 'touch';
  content: Content;
  /** Where an append is cut into the pieces it comes in. */
  cuts: Millionths[];
}

/** A life of some files, as numbers that mean something together with the material; small, so that it can be shrunk and kept. */
export interface FuzzCase {
  seats: number[];
  steps: Step[];
  /** A line longer than this is never parsed. */
  refuseLineBytes: number;
  /** Of the way that reads in pieces: bytes and records of a batch, in turn. */
  batchBytes: number[];
  batchRecords: number[];
  /** Which questions are asked in the end. */
  ask: number;
}

const millionths = fc.nat({ max: 1_000_000 });

const content: fc.Arbitrary<Content> = fc.record({
  material: fc.nat({ max: 10_000 }),
  from: millionths,
  lines: fc.nat({ max: 24 }),
  beacons: fc.array(millionths, { maxLength: 3 }),
  damages: fc.array(
    fc.record({ kind: fc.nat({ max: 999 }), at: millionths, to: millionths, value: fc.nat({ max: 1_000_000 }) }),
    { maxLength: 8 },
  ),
});

const action = fc.oneof(
  { weight: 8, arbitrary: fc.constant('append' as const) },
  {
    weight: 4,
    arbitrary: fc.constantFrom('rewrite', 'alter', 'replace', 'truncate', 'move', 'remove', 'touch' as const),
  },
);

export const aFuzzCase: fc.Arbitrary<FuzzCase> = fc.record({
  seats: fc.array(fc.nat({ max: 10_000 }), { minLength: 1, maxLength: 3 }),
  steps: fc.array(
    fc.record({ file: fc.nat({ max: 2 }), action, content, cuts: fc.array(millionths, { maxLength: 5 }) }),
    { minLength: 1, maxLength: 7 },
  ),
  refuseLineBytes: fc.constantFrom(2 ** 28, 2 ** 28, 4_000),
  batchBytes: fc.array(fc.constantFrom(64, 700, 5_000, 300_000), { minLength: 1, maxLength: 4 }),
  batchRecords: fc.array(fc.constantFrom(1, 3, 2000), { minLength: 1, maxLength: 4 }),
  ask: fc.nat({ max: 100 }),
});
