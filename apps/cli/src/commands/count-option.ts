import { BelfryError } from '@belfry/core';
import { Option } from 'commander';

/** An option that takes a whole number from 1 to `most`. */
export function countOption(flags: string, description: string, most: number): Option {
  return new Option(flags, description).argParser((text) => parseCount(text, most));
}

function parseCount(text: string, most: number): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw new BelfryError('BELFRY_USAGE', `"${text}" is not a count.`, {
    hint: `Give a whole number from 1 to ${most}.`,
  });
}
