import { BelfryError } from '@belfry/core';

/** A count given on the command line, 1 to `most`. */
export function parseLimit(text: string, most: number): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= most) return limit;
  throw new BelfryError('BELFRY_USAGE', `"${text}" is not a count.`, {
    hint: `Give a whole number from 1 to ${most}.`,
  });
}
