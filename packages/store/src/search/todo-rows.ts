import type { Connection } from '../database/connection.ts';
import type { SearchSide, SearchTodoRow } from '../tables/search.ts';

/** Which sessions have rows the indexes do not know yet; writes belong into a transaction. */
export interface TodoRows {
  /** Rows of the session from this place on are to be looked at; `bytes` more are to be read. */
  want(sessionId: number, side: SearchSide, sourceId: number, offset: number, bytes: number): void;
  /** Rows changed under whoever works on the session: what was read for it before is not to be stored. */
  disturb(sessionId: number, side: SearchSide): void;
  /** Up to this place all is done; `false` when the rows changed since `todo` was read. */
  advance(todo: SearchTodoRow, next: Pick<SearchTodoRow, 'source_id' | 'offset'>, bytes: number): boolean;
  /** All is done; `false` when the rows changed since `todo` was read. */
  finish(todo: SearchTodoRow): boolean;
  /** Of a session that cannot be read. */
  giveUp(sessionId: number, side: SearchSide): void;
  /** Of a session that is no more. */
  drop(sessionId: number): void;
  /** Sessions with something to do, latest first. */
  list(side: SearchSide): SearchTodoRow[];
  /** About what is to be read; at least 1 when anything is to do. */
  pendingBytes(): number;
}

export function createTodoRows(connection: Connection): TodoRows {
  const want = connection.prepare(
    `INSERT INTO search_todo (session_id, side, source_id, offset, bytes, version) VALUES (?, ?, ?, ?, ?, 0)
       ON CONFLICT (session_id, side) DO UPDATE SET
         source_id = min(source_id, excluded.source_id),
         offset = CASE WHEN excluded.source_id < source_id THEN excluded.offset
                       WHEN excluded.source_id > source_id THEN offset
                       ELSE min(offset, excluded.offset) END,
         bytes = bytes + excluded.bytes,
         version = version + 1`,
  );
  const key = 'session_id = ? AND side = ?';
  const disturb = connection.prepare(`UPDATE search_todo SET version = version + 1 WHERE ${key}`);
  const advance = connection.prepare(
    `UPDATE search_todo SET source_id = ?, offset = ?, bytes = max(0, bytes - ?) WHERE ${key} AND version = ?`,
  );
  const finish = connection.prepare(`DELETE FROM search_todo WHERE ${key} AND version = ?`);
  const giveUp = connection.prepare(`DELETE FROM search_todo WHERE ${key}`);
  const drop = connection.prepare('DELETE FROM search_todo WHERE session_id = ?');
  const list = connection.prepare(
    `SELECT t.* FROM search_todo t LEFT JOIN sessions s ON s.id = t.session_id WHERE t.side = ?
       ORDER BY ifnull(s.last_at, 0) DESC, t.session_id DESC`,
  );
  const pending = connection.prepare('SELECT ifnull(sum(max(1, bytes)), 0) FROM search_todo').pluck();
  return {
    pendingBytes: () => pending.get() as number,
    want(...row) {
      want.run(...row);
    },
    disturb(...row) {
      disturb.run(...row);
    },
    advance: ({ session_id, side, version }, { source_id, offset }, bytes) =>
      advance.run(source_id, offset, bytes, session_id, side, version).changes > 0,
    finish: ({ session_id, side, version }) => finish.run(session_id, side, version).changes > 0,
    giveUp(...row) {
      giveUp.run(...row);
    },
    drop(sessionId) {
      drop.run(sessionId);
    },
    list: (side) => list.all(side) as SearchTodoRow[],
  };
}
