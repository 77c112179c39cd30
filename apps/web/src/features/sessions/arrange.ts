/** What decides a session's place on *Now*. */
export interface Placed {
  id: string;
  /** ISO 8601 UTC of the last record. */
  lastAt?: string;
}

export type GroupName = 'active' | 'recent' | 'today';

export interface Arrangement {
  active: string[];
  recent: string[];
  today: string[];
}

export const activeMs = 2 * 60_000;
const recentMs = 60 * 60_000;

export const noArrangement: Arrangement = { active: [], recent: [], today: [] };

/** The group an age belongs to; `startOfDay` is the reader's midnight. */
export function groupOf(lastAt: string | undefined, now: number, startOfDay: number): GroupName | undefined {
  if (lastAt === undefined) return undefined;
  const at = Date.parse(lastAt);
  if (now - at < activeMs) return 'active';
  if (now - at < recentMs) return 'recent';
  return at >= startOfDay ? 'today' : undefined;
}

/**
 * Places sessions in groups. Inside a group the order is that of entering it, newest first, so activity
 * alone moves nothing; sessions seen for the first time stand by their last record.
 */
export function arrange(before: Arrangement, sessions: Iterable<Placed>, now: number, startOfDay: number): Arrangement {
  const groups: Record<GroupName, Placed[]> = { active: [], recent: [], today: [] };
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
        if (x === undefined && y === undefined) return (b.lastAt ?? '').localeCompare(a.lastAt ?? '');
        return x === undefined ? -1 : 1;
      })
      .map((session) => session.id);
  };
  return { active: order('active'), recent: order('recent'), today: order('today') };
}

/** Number of sessions whose place differs. */
export function countMoved(shown: Arrangement, wanted: Arrangement): number {
  let moved = 0;
  for (const name of ['active', 'recent', 'today'] as const) {
    moved += wanted[name].filter((id) => !shown[name].includes(id)).length;
  }
  return moved;
}

/** The page's first sentence: what moves, and how long ago when nothing does. */
export function sayNow(arrangement: Arrangement): { strong: string; rest: string } {
  const { active, recent, today } = arrangement;
  const rest = [
    recent.length > 0 ? `${recent.length}${active.length > 0 ? ' more' : ''} in the last hour` : '',
    today.length > 0 ? `${today.length} earlier today` : '',
  ].filter((part) => part !== '');
  const strong = active.length === 0 ? 'Nothing moves right now' : `${active.length} active`;
  return { strong, rest: rest.length === 0 ? '' : `, ${rest.join(', ')}` };
}
