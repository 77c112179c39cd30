import { dayOf, formatDay, type TimeStyle } from '../../format/time.ts';
import type { FeedEntry } from '../../live/feed-entry.ts';

/** A line of the feed, or the day that begins above one; today's lines need no head. */
export type FeedRow = { kind: 'day'; key: string; label: string } | { kind: 'entry'; key: string; entry: FeedEntry };

export function toFeedRows(entries: readonly FeedEntry[], now: number, style: TimeStyle = {}): FeedRow[] {
  let day = dayOf(new Date(now), style);
  return entries.flatMap((entry): FeedRow[] => {
    const row = { kind: 'entry', key: entry.key, entry } as const;
    const own = entry.at === undefined ? 'none' : dayOf(new Date(entry.at), style);
    if (own === day) return [row];
    day = own;
    const label = entry.at === undefined ? 'Without a time' : formatDay(entry.at, now, style);
    return [{ kind: 'day', key: `day ${own}`, label }, row];
  });
}
