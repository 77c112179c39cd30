import type { Connection } from '../database/connection.ts';
import { type SessionRow, shelves } from '../tables/sessions.ts';
import type { BatchContext } from './batch-context.ts';
import type { MergedSession } from './merge-session.ts';
import type { SessionDraft } from './session-book.ts';
import { compareText } from './source-order.ts';

/** Who spawned whom: parents, children counts, and on which shelf a session stands. */
export interface Lineage {
  /** Stores a link; `true` when it is new. */
  link(parent: SessionDraft, call: string, child: SessionDraft): boolean;
  /** Settles parent, relation and call of a session from its links and what its own records say. */
  settleParent(context: BatchContext, session: SessionDraft, merged: MergedSession): void;
  /** Settles shelves and children counts of all touched sessions and of those that depend on them. */
  settleShelves(context: BatchContext): void;
  /** Session a call spawned. */
  childOf(sessionId: number, call: string): number | undefined;
}

export function createLineage(connection: Connection): Lineage {
  const putLink = connection.prepare('INSERT OR IGNORE INTO links (session_id, call, child_id) VALUES (?, ?, ?)');
  const linksTo = connection.prepare(
    `SELECT l.session_id, l.call, s.native FROM links l JOIN sessions s ON s.id = l.session_id WHERE l.child_id = ?`,
  );
  const childLinked = connection
    .prepare('SELECT child_id FROM links WHERE session_id = ? AND call = ? ORDER BY child_id LIMIT 1')
    .pluck();
  const childTold = connection
    .prepare('SELECT id FROM sessions WHERE parent_id = ? AND parent_call = ? ORDER BY native LIMIT 1')
    .pluck();
  const childrenOf = connection.prepare('SELECT id FROM sessions WHERE parent_id = ?').pluck();
  const countChildren = connection
    .prepare(`SELECT count(*) FROM sessions WHERE parent_id = ? AND relation = 'subagent' AND shelf > 0`)
    .pluck();

  return {
    link: (parent, call, child) => putLink.run(parent.row.id, call, child.row.id).changes === 1,
    childOf: (sessionId, call) =>
      (childLinked.get(sessionId, call) ?? childTold.get(sessionId, call)) as number | undefined,
    settleParent(context, session, merged) {
      const links = linksTo.all(session.row.id) as { session_id: number; call: string; native: string }[];
      const told = merged.parent;
      const link =
        told && told.relation !== 'subagent'
          ? undefined
          : links.sort(
              (a, b) =>
                Number(b.call === told?.callId) - Number(a.call === told?.callId) ||
                Number(b.native === told?.session) - Number(a.native === told?.session) ||
                compareText(a.native, b.native) ||
                compareText(a.call, b.call),
            )[0];
      const { row } = session;
      row.relation = told?.relation ?? (link ? 'subagent' : null);
      row.parent_call = link?.call ?? told?.callId ?? null;
      row.parent_id = link?.session_id ?? (told ? context.session(told.session).row.id : null);
    },
    settleShelves(context) {
      const { book } = context;
      const parents = new Set<number>();
      // Whether a session is shown changes the shelf of its subagents, which changes nobody else's.
      for (const session of [...book.touched()]) {
        const isShown = settle(context, session);
        const wasShown = session.before.shelf > shelves.hidden;
        const wasParent = session.before.parent_id;
        const moved = wasParent !== session.row.parent_id || session.before.relation !== session.row.relation;
        if (isShown !== wasShown || moved) {
          if (wasParent !== null) parents.add(wasParent);
          if (session.row.parent_id !== null) parents.add(session.row.parent_id);
        }
        if (isShown !== wasShown) {
          for (const child of childrenOf.all(session.row.id) as number[]) settle(context, book.byId(child));
        }
      }
      book.flush();
      for (const parent of parents) {
        book.byId(parent).row.children = countChildren.get(parent) as number;
      }
    },
  };
}

/** Puts a session on its shelf and says whether it is shown at all. */
function settle({ book }: BatchContext, { row }: SessionDraft): boolean {
  const isShown = isWorthShowing(row);
  // Subagents of a session nobody sees would vanish with it.
  const hasParent =
    row.relation === 'subagent' && row.parent_id !== null && isWorthShowing(book.byId(row.parent_id).row);
  row.shelf = !isShown ? shelves.hidden : hasParent ? shelves.underParent : shelves.listed;
  return isShown;
}

/**
 * A session known only from a link or a side-car is not shown, nor is a subagent that neither answered nor
 * was called: agents warm such up and never use them.
 */
function isWorthShowing(row: SessionRow): boolean {
  if (row.messages === 0 && row.tool_calls === 0) return false;
  return row.relation !== 'subagent' || row.parent_call !== null || row.replies + row.errors + row.tool_calls > 0;
}
