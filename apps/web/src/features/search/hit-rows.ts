import type { SearchHit, SessionView } from '@belfry/core';

/** A line of what a search found. */
export type HitRow =
  | { kind: 'session'; key: string; session: SessionView; hits: number }
  | { kind: 'hit'; key: string; hit: SearchHit }
  /** Hits of one session that are folded away. */
  | { kind: 'more'; key: string; sessionId: string; hits: number };

/** More hits of one session in a row are folded, unless one or two would be. */
const shown = 4;

/**
 * Hits under the sessions they are in. Only neighbours are put together, so that a page read later never
 * changes what stands above it.
 */
export function toHitRows(
  hits: readonly SearchHit[],
  sessions: ReadonlyMap<string, SessionView>,
  isOpen: (key: string) => boolean,
): HitRow[] {
  const rows: HitRow[] = [];
  for (let from = 0; from < hits.length; ) {
    const { sessionId, id } = hits[from] as SearchHit;
    let to = from + 1;
    while (hits[to]?.sessionId === sessionId) to += 1;
    const group = hits.slice(from, to);
    const session = sessions.get(sessionId);
    const key = `group ${id}`;
    if (session !== undefined) rows.push({ kind: 'session', key, session, hits: group.length });
    const isFolded = group.length > shown + 2 && !isOpen(key);
    const visible = isFolded ? group.slice(0, shown) : group;
    rows.push(...visible.map((hit) => ({ kind: 'hit', key: hit.id, hit }) as const));
    if (isFolded) rows.push({ kind: 'more', key: `more ${id}`, sessionId, hits: group.length - shown });
    from = to;
  }
  return rows;
}

/** The key of the group a row `more` folds. */
export function groupKeyOf(row: Extract<HitRow, { kind: 'more' }>): string {
  return row.key.replace(/^more/, 'group');
}
