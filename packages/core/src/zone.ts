import { BelfryError } from './errors.ts';

const dayMs = 86_400_000;

/** Clocks and calendar of one place. Days are numbered from 1970-01-01. */
export interface Zone {
  /** IANA name. */
  readonly name: string;
  /** How far clocks are ahead of UTC at an instant. */
  offsetMs(atMs: number): number;
  /** Day the calendar shows at an instant. */
  dayAt(atMs: number): number;
  /** First instant of a day. A day the zone skipped altogether begins where the calendar jumped. */
  startOfDay(day: number): number;
}

/** By the name it was asked for; a client may spell one name in many ways. */
const zones = new Map<string, Zone>();
const keptZones = 100;

/**
 * A zone by its IANA name. What it finds out is kept: an offset costs microseconds the first time only.
 * @throws BELFRY_BAD_REQUEST for a name that is none
 */
export function createZone(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  const offsetMs = keepOffsets(createOffset(name));
  const zone: Zone = {
    name,
    offsetMs,
    dayAt: (atMs) => Math.floor((atMs + offsetMs(atMs)) / dayMs),
    startOfDay(day) {
      const midnightMs = day * dayMs;
      // The offset is that of the day before or the day after; when clocks change at midnight only one of the two
      // gives an instant of the right day, and when an hour runs twice the first one counts.
      const candidates = [midnightMs - dayMs, midnightMs + dayMs].map((atMs) => midnightMs - offsetMs(atMs));
      const ofTheDay = candidates.filter((atMs) => zone.dayAt(atMs) === day);
      return ofTheDay.length > 0 ? Math.min(...ofTheDay) : (candidates[0] ?? midnightMs);
    },
  };
  if (zones.size >= keptZones) zones.clear();
  zones.set(name, zone);
  return zone;
}

/** Number of a day from its name (YYYY-MM-DD); nothing for a day that does not exist. */
export function parseDay(text: string): number | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts) return undefined;
  const atMs = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  return toDayName(atMs / dayMs) === text ? atMs / dayMs : undefined;
}

export function toDayName(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** Offsets by UTC day, with the instant they change at where they do. No zone changes twice in a day. */
function keepOffsets(offsetMs: (atMs: number) => number): (atMs: number) => number {
  const days = new Map<number, { before: number; changesAt: number; after: number }>();
  // A day ends where the next one begins.
  const midnights = new Map<number, number>();
  const atMidnight = (atMs: number) => {
    const known = midnights.get(atMs) ?? offsetMs(atMs);
    midnights.set(atMs, known);
    return known;
  };
  return (atMs) => {
    const day = Math.floor(atMs / dayMs);
    let known = days.get(day);
    if (known === undefined) {
      const [fromMs, toMs] = [day * dayMs, (day + 1) * dayMs];
      const [before, after] = [atMidnight(fromMs), atMidnight(toMs)];
      known = before === after ? { before, changesAt: toMs, after } : findChange(offsetMs, fromMs, toMs);
      days.set(day, known);
    }
    return atMs < known.changesAt ? known.before : known.after;
  };
}

function findChange(offsetMs: (atMs: number) => number, fromMs: number, toMs: number) {
  const before = offsetMs(fromMs);
  const after = offsetMs(toMs);
  if (before === after) return { before, changesAt: toMs, after };
  let [low, high] = [fromMs, toMs];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMs(middle) === before) low = middle;
    else high = middle;
  }
  return { before, changesAt: high, after };
}

function createOffset(zone: string): (atMs: number) => number {
  if (zone === 'UTC') return () => 0;
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
