import type { Connection } from '../database/connection.ts';
import { type SessionRow, shelves } from '../tables/sessions.ts';
import type { BatchContext } from './batch-context.ts';
import type { MergedSession } from './merge-session.ts';
import type { SessionDraft } from './session-book.ts';
import { compareText } from './source-order.ts';

/**
 * Who spawned whom: parents, children counts, and on which shelf a session stands. Relatives are kept by native
 * id, so a session that is only spoken of needs no row.
 */
export interface Lineage {
  /** Stores a link; `true` when it is new. */
  link(parent: SessionDraft, call: string, child: string): boolean;
  /** Settles parent, relation and call of a session from its links and what its own records say. */
  settleParent(session: SessionDraft, merged: MergedSession): void;
  /**
   * Settles shelves and children counts of all touched sessions and of those that depend on them; the children of
   * `recounted` are counted in any case.
   */
  settleShelves(context: BatchContext, recounted: readonly SessionDraft[]): void;
  /** Native id of the session a call spawned, when there is something of it to see. */
  childOf(session: SessionRow, call: string): string | undefined;
  /** Calls that link to a session. */
  callsTo(child: SessionRow): { session_id: number; call: string }[];
}

export function createLineage(connection: Connection): Lineage {
  const family = 's.agent = ? AND s.root_id = ?';
  const putLink = connection.prepare('INSERT OR IGNORE INTO links (session_id, call, child) VALUES (?, ?, ?)');
  // Lookups one after another instead of joins, which SQLite plans anew for every set of values.
  const linksTo = connection.prepare('SELECT session_id, call FROM links WHERE child = ?');
  const linkedBy = connection.prepare('SELECT child FROM links WHERE session_id = ? AND call = ?').pluck();
  const sessionOf = connection.prepare('SELECT native, agent, root_id FROM sessions WHERE id = ?');
  const isShown = connection
    .prepare(`SELECT 1 FROM sessions s WHERE s.native = ? AND ${family} AND s.shelf > 0`)
    .pluck();
  const childTold = connection
    .prepare(
      `SELECT s.native FROM sessions s INDEXED BY sessions_parent
         WHERE s.parent = ? AND s.parent_call = ? AND ${family} AND s.shelf > 0 ORDER BY 1 LIMIT 1`,
    )
    .pluck();
  const childrenOf = connection.prepare(`SELECT s.id FROM sessions s WHERE s.parent = ? AND ${family}`).pluck();
  const countChildren = connection
    .prepare(
      `SELECT count(*) FROM sessions s WHERE s.parent = ? AND ${family} AND s.relation = 'subagent' AND s.shelf > 0`,
    )
    .pluck();

  const callsTo = ({ native, agent, root_id }: SessionRow) =>
    (linksTo.all(native) as { session_id: number; call: string }[]).flatMap((link) => {
      const parent = sessionOf.get(link.session_id) as Pick<SessionRow, 'native' | 'agent' | 'root_id'>;
      return parent.agent === agent && parent.root_id === root_id ? [{ ...link, native: parent.native }] : [];
    });

  return {
    callsTo,
    link: (parent, call, child) => child !== parent.row.native && putLink.run(parent.row.id, call, child).changes === 1,
    childOf: ({ id, native, agent, root_id }, call) =>
      (linkedBy.all(id, call) as string[]).find((child) => isShown.get(child, agent, root_id)) ??
      (childTold.get(native, call, agent, root_id) as string | undefined),
    settleParent({ row }, merged) {
      const told = merged.parent?.session === row.native ? undefined : merged.parent;
      const isSubagent = told === undefined || told.relation === 'subagent';
      const [link] = (isSubagent ? callsTo(row) : []).sort(
        (a, b) =>
          Number(b.call === told?.callId) - Number(a.call === told?.callId) ||
          Number(b.native === told?.session) - Number(a.native === told?.session) ||
          compareText(a.native, b.native) ||
          compareText(a.call, b.call),
      );
      row.relation = told?.relation ?? (link ? 'subagent' : null);
      row.parent = link?.native ?? told?.session ?? null;
      row.parent_call = link?.call ?? told?.callId ?? null;
    },
    settleShelves({ book }, recounted) {
      const parents = new Set(recounted);
      const note = (of: SessionRow, parent: string | null) => {
        const draft = parent === null ? undefined : book.peek(of.root_id, of.agent, parent);
        if (draft) parents.add(draft);
      };
      // Whether a session is shown changes the shelf of its subagents, which changes nobody else's.
      for (const draft of [...book.touched()]) {
        const { row, before } = draft;
        // Its children may have come first.
        if (draft.isFresh) parents.add(draft);
        const isShown = settle(row);
        const wasShown = before.shelf > shelves.hidden;
        const isMoved = before.parent !== row.parent || before.relation !== row.relation;
        if (isShown !== wasShown || isMoved) {
          note(row, before.parent);
          note(row, row.parent);
        }
        if (isShown === wasShown) continue;
        for (const id of childrenOf.all(row.native, row.agent, row.root_id) as number[]) settle(book.byId(id).row);
      }
      book.flush();
      for (const { row } of parents) {
        row.children = countChildren.get(row.native, row.agent, row.root_id) as number;
      }

      /** Puts a session on its shelf and says whether it is shown at all. */
      function settle(row: SessionRow): boolean {
        const isShown = isWorthShowing(row);
        const parent =
          row.relation === 'subagent' && row.parent !== null
            ? book.peek(row.root_id, row.agent, row.parent)
            : undefined;
        // Subagents of a session nobody sees would vanish with it.
        const hasPlace = parent !== undefined && isWorthShowing(parent.row);
        row.shelf = !isShown ? shelves.hidden : hasPlace ? shelves.underParent : shelves.listed;
        return isShown;
      }
    },
  };
}

/**
 * What has nothing to read and spent nothing is not shown, nor is a subagent nobody called that did not answer or
 * was only warmed up, nor what was pruned. One whose own file is missing is shown for its tokens: they are in every sum.
 */
function isWorthShowing(row: SessionRow): boolean {
  if (row.messages === 0 && row.tool_calls === 0 && row.pruned_at !== null) return false;
  if (row.messages === 0 && row.tool_calls === 0) return row.input + row.output + row.cache_read > 0;
  if (row.relation !== 'subagent' || row.parent_call !== null) return true;
  return row.agent_type !== 'warm-up' && row.replies + row.errors + row.tool_calls > 0;
}
