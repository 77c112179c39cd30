import { expect, it } from 'vitest';
import { toSpanMs } from './span.ts';

it.each([
  ['30m', 1_800_000],
  [' 2h', 7_200_000],
  ['30d', 2_592_000_000],
])('%s is %d ms', (text, ms) => expect(toSpanMs(text)).toBe(ms));

it.each(['', '30', 'm', '0m', '1.5h', '-1h', '31d', '2w', '99999d'])('"%s" is no span', (text) => {
  expect(() => toSpanMs(text)).toThrow(expect.objectContaining({ code: 'BELFRY_USAGE', hint: expect.any(String) }));
});
