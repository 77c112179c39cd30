import type { SessionView } from '@belfry/core';
import { formatMicros, formatTokens, plural } from '../../format/figures.ts';
import { dayOf, formatDay, type TimeStyle } from '../../format/time.ts';
import { totalTokens } from '../sessions/session-words.ts';
import type { ArchiveSort } from './archive-query.ts';

/** A line of the session list. */
export type ArchiveRow =
  | { kind: 'head'; key: string; label: string; note: string }
  | { kind: 'session'; key: string; session: SessionView; isOpen: boolean }
  /** A subagent, a fork or a continuation under the session it came from. */
  | { kind: 'child'; key: string; session: SessionView; parentKey: string };

export interface RowOptions {
  sort: ArchiveSort;
  /** The last of `sessions` is the last there is. */
  isComplete: boolean;
  /** What came from a session, where the reader unfolded it. */
  childrenOf(id: string): readonly SessionView[] | undefined;
  /** The last record of a session when the list was read: it keeps its place under that day while it goes on. */
  placedAt(session: SessionView): string | undefined;
  /** What sessions cost together, in micro-dollars, as far as that is known. */
  costOf?(ids: readonly string[]): number | undefined;
  now: number;
  style?: TimeStyle;
}

/** Sessions under heads of their days or projects; their order is kept. */
export function toArchiveRows(sessions: readonly SessionView[], options: RowOptions): ArchiveRow[] {
  const groups = toGroups(sessions, options);
  const seen = new Set<string>();
  return groups.flatMap((group, index) => {
    const isWhole = options.isComplete || index < groups.length - 1;
    const rows = group.sessions.flatMap((session) => toSessionRows(session, options));
    if (group.key === undefined) return rows;
    const note = isWhole ? sayGroup(group.sessions, options) : '';
    // A list that changed between two of its pages may come back to a group; its rows still need keys of their own.
    const key = seen.has(group.key) ? `${group.key} ${index}` : group.key;
    seen.add(key);
    return [{ kind: 'head', key, label: group.label, note } as const, ...rows];
  });
}

interface Group {
  /** Absent where the order has no groups. */
  key: string | undefined;
  label: string;
  sessions: SessionView[];
}

function toGroups(sessions: readonly SessionView[], options: RowOptions): Group[] {
  const groups: Group[] = [];
  for (const session of sessions) {
    const { key, label } = groupOf(session, options);
    const last = groups.at(-1);
    if (last !== undefined && last.key === key) last.sessions.push(session);
    else groups.push({ key, label, sessions: [session] });
  }
  return groups;
}

function groupOf(session: SessionView, { sort, now, placedAt, style = {} }: RowOptions): Pick<Group, 'key' | 'label'> {
  if (sort === 'project') return { key: `project ${session.project}`, label: session.project };
  if (sort !== 'recent') return { key: undefined, label: '' };
  const at = placedAt(session);
  if (at === undefined) return { key: 'day none', label: 'Without a time' };
  return { key: `day ${dayOf(new Date(at), style)}`, label: formatDay(at, now, style) };
}

function sayGroup(sessions: readonly SessionView[], { costOf }: RowOptions): string {
  const micros = costOf?.(sessions.map(({ id }) => id));
  if (micros !== undefined) return `${plural(sessions.length, 'session')}, ${formatMicros(micros)}`;
  const tokens = sessions.reduce((sum, session) => sum + totalTokens(session.countedTokens), 0);
  return `${plural(sessions.length, 'session')}${tokens > 0 ? `, ${formatTokens(tokens)} tokens` : ''}`;
}

function toSessionRows(session: SessionView, { childrenOf }: RowOptions): ArchiveRow[] {
  const children = childrenOf(session.id);
  const key = session.id;
  return [
    { kind: 'session', key, session, isOpen: children !== undefined },
    ...(children ?? []).map(
      (child) => ({ kind: 'child', key: `${key} > ${child.id}`, session: child, parentKey: key }) as const,
    ),
  ];
}
