import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toRecordHash } from './record-hash.ts';
import { packSpans, unpackSpans } from './spans.ts';

it('gives back the spans it packed, also out of order and beyond 32 bits', () => {
  const span = fc.record({
    offset: fc.nat({ max: 2 ** 40 }),
    length: fc.nat({ max: 2 ** 33 }),
    record: fc.string().map(toRecordHash),
  });
  fc.assert(
    fc.property(fc.array(span), (spans) => {
      expect(unpackSpans(packSpans(spans))).toEqual(spans);
    }),
  );
});

it('packs a record that follows the one before into a dozen bytes', () => {
  const spans = Array.from({ length: 10 }, (_, n) => ({
    offset: n * 1_001,
    length: 1_000,
    record: toRecordHash(`${n}`),
  }));
  expect(packSpans(spans).length).toBeLessThan(12 * 10);
});
