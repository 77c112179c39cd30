import { BelfryError } from '@belfry/core';

/**
 * The instant a date filter means, ISO 8601 UTC. A day (`YYYY-MM-DD`) begins when the calendar of `zone` turns to
 * it; as `to` it means the beginning of the day after, so that the day itself is included. Anything else must be
 * an instant with its offset.
 * @throws BELFRY_BAD_REQUEST for another form, a day that does not exist, or an unknown zone
 */
export function resolveDateFilter(text: string, zone: string, edge: 'from' | 'to'): string {
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!day) return toInstant(text);
  const midnightMs = Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3]));
  if (new Date(midnightMs).toISOString().slice(0, 10) !== text) throw badDate(`There is no day ${text}`);
  const dayMs = 86_400_000;
  return new Date(startOfDayMs(edge === 'to' ? midnightMs + dayMs : midnightMs, zone)).toISOString();
}

/**
 * First instant of a day in a zone. The offset is that of the day before or the day after; when clocks change at
 * midnight only one of the two gives an instant of the right day, and when an hour runs twice the first one counts.
 */
function startOfDayMs(midnightMs: number, zone: string): number {
  const dayMs = 86_400_000;
  const offsetMs = createOffset(zone);
  const candidates = [midnightMs - dayMs, midnightMs + dayMs].map((atMs) => midnightMs - offsetMs(atMs));
  const ofTheDay = candidates.filter((atMs) => {
    const localMs = atMs + offsetMs(atMs);
    return localMs >= midnightMs && localMs < midnightMs + dayMs;
  });
  // A day a zone skipped altogether has no instant; it begins and ends where the calendar jumped.
  return ofTheDay.length > 0 ? Math.min(...ofTheDay) : (candidates[0] ?? midnightMs);
}

/** How far the clocks of a zone are ahead of UTC at an instant, in ms. */
function createOffset(zone: string): (atMs: number) => number {
  const format = openFormat(zone);
  return (atMs) => {
    const part = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(atMs / 1_000) * 1_000;
  };
}

function openFormat(timeZone: string): Intl.DateTimeFormat {
  const numeric = 'numeric';
  const fields = {
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { ...fields, timeZone, calendar: 'gregory', hourCycle: 'h23' });
  } catch (cause) {
    throw new BelfryError('BELFRY_BAD_REQUEST', `Not a time zone: ${timeZone}`, {
      cause,
      hint: 'Use an IANA name such as Europe/Berlin.',
    });
  }
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
