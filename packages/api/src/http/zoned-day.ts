import { BelfryError, createZone, parseDay } from '@belfry/core';

/**
 * The instant a date filter means, ISO 8601 UTC. A day (`YYYY-MM-DD`) begins when the calendar of `zone` turns to
 * it; as `to` it means the beginning of the day after, so that the day itself is included. Anything else must be
 * an instant with its offset.
 * @throws BELFRY_BAD_REQUEST for another form, a day that does not exist, or an unknown zone
 */
export function resolveDateFilter(text: string, zone: string, edge: 'from' | 'to'): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return toInstant(text);
  const day = parseDay(text);
  if (day === undefined) throw badDate(`There is no day ${text}`);
  return new Date(createZone(zone).startOfDay(edge === 'to' ? day + 1 : day)).toISOString();
}

function toInstant(text: string): string {
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const atMs = isInstant ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(atMs)) throw badDate(`Not a day or an instant: ${text}`);
  return new Date(atMs).toISOString();
}

function badDate(message: string): BelfryError {
  return new BelfryError('BELFRY_BAD_REQUEST', message, {
    hint: 'Use YYYY-MM-DD, or an ISO 8601 instant with its offset.',
  });
}
