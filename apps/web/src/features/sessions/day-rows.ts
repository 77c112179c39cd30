import type { SessionView } from '@belfry/core';
import { dayOf, formatDay, type TimeStyle } from '../../format/time.ts';

/** A line of the session list: the head of a day, or a session. */
export type DayRow =
  | { kind: 'day'; key: string; label: string; sessions: number }
  | { kind: 'session'; key: string; session: SessionView };

/** Puts a head before the sessions of each of the reader's days; the order of the sessions is kept. */
export function toDayRows(sessions: readonly SessionView[], now: number, style: TimeStyle = {}): DayRow[] {
  const rows: DayRow[] = [];
  let head: Extract<DayRow, { kind: 'day' }> | undefined;
  for (const session of sessions) {
    const key = session.lastAt === undefined ? 'no-time' : dayOf(new Date(session.lastAt), style);
    if (head?.key !== `day ${key}`) {
      const label = session.lastAt === undefined ? 'Without a time' : formatDay(session.lastAt, now, style);
      head = { kind: 'day', key: `day ${key}`, label, sessions: 0 };
      rows.push(head);
    }
    head.sessions += 1;
    rows.push({ kind: 'session', key: session.id, session });
  }
  return rows;
}
