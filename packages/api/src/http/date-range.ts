import { BelfryError } from '@belfry/core';
import { resolveDateFilter } from './zoned-day.ts';

interface DateFilters {
  from: string | undefined;
  to: string | undefined;
  timezone: string | undefined;
}

/**
 * Days in the zone they are meant in as instants; the archive knows instants only.
 * @throws BELFRY_BAD_REQUEST for what is no day or instant, an unknown zone, or a range that ends before it begins
 */
export function resolveDateRange({ from, to, timezone = 'UTC' }: DateFilters): { from?: string; to?: string } {
  const range: { from?: string; to?: string } = {};
  if (from !== undefined) range.from = resolveDateFilter(from, timezone, 'from');
  if (to !== undefined) range.to = resolveDateFilter(to, timezone, 'to');
  if (range.from !== undefined && range.to !== undefined && range.from >= range.to) {
    throw new BelfryError('BELFRY_BAD_REQUEST', `"from" is not before "to": ${from}, ${to}`);
  }
  return range;
}
