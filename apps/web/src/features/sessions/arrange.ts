import { formatWhen } from '../../format/time.ts';

/** What decides a session's place on *Now*. */
export interface Placed {
  id: string;
  /** ISO 8601 UTC of the last record. */
  lastAt?: string;
}

export type GroupName = 'active' | 'recent' | 'today' | 'latest';

export type Arrangement = Record<GroupName, string[]>;

const activeMs = 2 * 60_000;
const recentMs = 60 * 60_000;

/** A page with less on it is filled with what came before today. */
const leastRows = 8;

const groupNames = ['active', 'recent', 'today', 'latest'] as const;

export const noArrangement: Arrangement = { active: [], recent: [], today: [], latest: [] };

/** The group an age belongs to; `startOfDay` is the reader's midnight. */
export function groupOf(lastAt: string | undefined, now: number, startOfDay: number): GroupName | undefined {
  if (lastAt === undefined) return undefined;
  const at = Date.parse(lastAt);
  if (now - at < activeMs) return 'active';
  if (now - at < recentMs) return 'recent';
  return at >= startOfDay ? 'today' : 'latest';
}

/**
 * Places sessions in groups. Inside a group the order is that of entering it, newest first, so activity
 * alone moves nothing; sessions seen for the first time stand by their last record.
 */
export function arrange(before: Arrangement, sessions: Iterable<Placed>, now: number, startOfDay: number): Arrangement {
  const groups: Record<GroupName, Placed[]> = { active: [], recent: [], today: [], latest: [] };
  for (const session of sessions) {
    const group = groupOf(session.lastAt, now, startOfDay);
    if (group !== undefined) groups[group].push(session);
  }
  const order = (name: GroupName) => {
    const place = new Map(before[name].map((id, index) => [id, index]));
    return groups[name]
      .sort((a, b) => {
        const [x, y] = [place.get(a.id), place.get(b.id)];
        if (x !== undefined && y !== undefined) return x - y;
        if (x === undefined && y === undefined) return byLastAt(a, b);
        return x === undefined ? -1 : 1;
      })
      .map((session) => session.id);
  };
  const [active, recent, today] = [order('active'), order('recent'), order('today')];
  const room = Math.max(0, leastRows - active.length - recent.length - today.length);
  const latest = groups.latest.sort(byLastAt).slice(0, room);
  return { active, recent, today, latest: latest.map((session) => session.id) };
}

function byLastAt(a: Placed, b: Placed): number {
  return (b.lastAt ?? '').localeCompare(a.lastAt ?? '');
}

/** Number of sessions whose place differs. */
export function countMoved(shown: Arrangement, wanted: Arrangement): number {
  let moved = 0;
  for (const name of groupNames) {
    moved += wanted[name].filter((id) => !shown[name].includes(id)).length;
  }
  return moved;
}

/** The page's first sentence: what moves, and how long ago when nothing does. */
export function sayNow(
  arrangement: Arrangement,
  lastAt: string | undefined,
  now: number,
): { strong: string; rest: string } {
  const { active, recent, today } = arrangement;
  const rest = [
    recent.length > 0 ? `${recent.length}${active.length > 0 ? ' more' : ''} in the last hour` : '',
    today.length > 0 ? `${today.length} earlier today` : '',
  ].filter((part) => part !== '');
  const strong = active.length === 0 ? 'Nothing moves right now' : `${active.length} active`;
  if (rest.length > 0) return { strong, rest: `, ${rest.join(', ')}` };
  const isOld = active.length === 0 && lastAt !== undefined;
  return { strong, rest: isOld ? `, the last record is of ${formatWhen(lastAt, now)}` : '' };
}
