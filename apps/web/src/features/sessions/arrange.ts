import type { StateName } from '@belfry/core';

/** What decides a session's place on *Now*. */
export interface Placed {
  id: string;
  /** ISO 8601 UTC of the last record. */
  lastAt?: string;
  /** What it does; absent where nothing was heard of it. */
  state?: StateName;
  /** ISO 8601 UTC: since when it does. */
  since?: string;
}

type Age = 'active' | 'recent' | 'today' | 'latest';

/** In the order of the page. */
export const groupNames = ['you', 'trouble', 'working', 'unclear', 'idle', 'today', 'latest'] as const;
export type GroupName = (typeof groupNames)[number];

export type Arrangement = Record<GroupName, string[]>;

const activeMs = 2 * 60_000;
const recentMs = 60 * 60_000;
/** So long a state must hold before its session changes its place; who needs the reader is there at once. */
const dwellMs = 1000;

/** A page with less on it is filled with what came before today. */
const leastRows = 8;

export const noArrangement: Arrangement = {
  you: [],
  trouble: [],
  working: [],
  unclear: [],
  idle: [],
  today: [],
  latest: [],
};

/** How long ago a session wrote last; `startOfDay` is the reader's midnight. */
export function ageOf(lastAt: string | undefined, now: number, startOfDay: number): Age | undefined {
  if (lastAt === undefined) return undefined;
  const at = Date.parse(lastAt);
  if (now - at < activeMs) return 'active';
  if (now - at < recentMs) return 'recent';
  return at >= startOfDay ? 'today' : 'latest';
}

function groupOf({ state, lastAt, since }: Placed, now: number, startOfDay: number): GroupName | undefined {
  const age = ageOf(lastAt ?? since, now, startOfDay);
  if (age === undefined) return undefined;
  const isLate = age === 'active' || age === 'recent';
  switch (state) {
    case 'needs-permission':
    case 'needs-answer':
      return 'you';
    case 'working':
      return 'working';
    case 'stalled':
    case 'failed':
      return age === 'latest' ? 'latest' : 'trouble';
    case 'idle':
      return isLate ? 'idle' : age;
    case 'ended':
      return isLate ? 'today' : age;
    default:
      return isLate ? 'unclear' : age;
  }
}

/**
 * Places sessions in groups. Who needs the reader stands by the length of its wait. In the other groups the order is
 * that of entering it, newest first, so activity alone moves nothing; sessions seen for the first time stand by their
 * last record.
 */
export function arrange(before: Arrangement, sessions: Iterable<Placed>, now: number, startOfDay: number): Arrangement {
  const groups: Record<GroupName, Placed[]> = {
    you: [],
    trouble: [],
    working: [],
    unclear: [],
    idle: [],
    today: [],
    latest: [],
  };
  const places = toPlaces(before);
  for (const session of sessions) {
    const group = groupOf(session, now, startOfDay);
    if (group === undefined) continue;
    const held = places.get(session.id);
    const isFresh = session.since !== undefined && now - Date.parse(session.since) < dwellMs;
    const waits = isFresh && group !== 'you' && held !== undefined && held.group !== 'you';
    groups[waits ? held.group : group].push(session);
  }
  const order = (name: GroupName) => {
    const place = ({ id }: Placed) => {
      const held = places.get(id);
      return held?.group === name ? held.index : undefined;
    };
    return groups[name]
      .sort((a, b) => {
        const [x, y] = [place(a), place(b)];
        if (x !== undefined && y !== undefined) return x - y;
        if (x === undefined && y === undefined) return byLastAt(a, b);
        return x === undefined ? -1 : 1;
      })
      .map((session) => session.id);
  };
  const you = groups.you.sort(bySince).map(({ id }) => id);
  const [trouble, working, unclear] = [order('trouble'), order('working'), order('unclear')];
  const [idle, today] = [order('idle'), order('today')];
  const taken = [you, trouble, working, unclear, idle, today].reduce((sum, { length }) => sum + length, 0);
  const latest = groups.latest.sort(byLastAt).slice(0, Math.max(0, leastRows - taken));
  return { you, trouble, working, unclear, idle, today, latest: latest.map(({ id }) => id) };
}

function toPlaces(arrangement: Arrangement): Map<string, { group: GroupName; index: number }> {
  return new Map(groupNames.flatMap((group) => arrangement[group].map((id, index) => [id, { group, index }] as const)));
}

function byLastAt(a: Placed, b: Placed): number {
  return (b.lastAt ?? '').localeCompare(a.lastAt ?? '');
}

function bySince(a: Placed, b: Placed): number {
  return (a.since ?? '').localeCompare(b.since ?? '') || a.id.localeCompare(b.id);
}

/** Number of sessions whose place differs. */
export function countMoved(shown: Arrangement, wanted: Arrangement): number {
  let moved = 0;
  for (const name of groupNames) {
    moved += wanted[name].filter((id) => !shown[name].includes(id)).length;
  }
  return moved;
}
