import type { Connection } from '../database/connection.ts';
import { newSession, type SessionRow } from '../tables/sessions.ts';

/** A session while a batch is applied: `row` is changed in place, `before` is what the archive holds. */
export interface SessionDraft {
  row: SessionRow;
  /** As stored before this batch. */
  before: SessionRow;
  /** Created by this batch, so the archive holds none of its messages yet. */
  isFresh: boolean;
  /** Sources in reading order; its index is part of message cursors. */
  reading: number[];
}

/** The sessions a batch touches, each loaded once and written once. */
export interface SessionBook {
  resolve(rootId: number, agent: string, native: string): SessionDraft;
  /** Without making one; a session that is loaded is touched. */
  peek(rootId: number, agent: string, native: string): SessionDraft | undefined;
  byId(id: number): SessionDraft;
  touched(): IterableIterator<SessionDraft>;
  /** Writes rows that changed since they were loaded or last written. */
  flush(): void;
}

/** Makes a new book for each batch; statements are shared. */
export function createSessionBooks(connection: Connection): () => SessionBook {
  const find = connection.prepare('SELECT * FROM sessions WHERE agent = ? AND native = ? AND root_id = ?');
  const get = connection.prepare('SELECT * FROM sessions WHERE id = ?');
  const insert = connection.prepare('INSERT INTO sessions (root_id, agent, native) VALUES (?, ?, ?)');
  const columns = get.columns().flatMap(({ name }) => (name === 'id' ? [] : [name as keyof SessionRow]));
  const update = connection.prepare(
    `UPDATE sessions SET ${columns.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`,
  );

  return () => {
    const byId = new Map<number, SessionDraft>();
    const byNative = new Map<string, SessionDraft>();
    const written = new Map<number, SessionRow>();
    const keep = (row: SessionRow, isFresh: boolean): SessionDraft => {
      const known = byId.get(row.id);
      if (known) return known;
      const draft = { row, before: { ...row }, isFresh, reading: [] };
      byId.set(row.id, draft);
      written.set(row.id, draft.before);
      return draft;
    };
    const peek = (rootId: number, agent: string, native: string): SessionDraft | undefined => {
      const name = `${rootId}\n${agent}\n${native}`;
      const known = byNative.get(name);
      if (known) return known;
      const stored = find.get(agent, native, rootId) as SessionRow | undefined;
      if (!stored) return undefined;
      const draft = keep(stored, false);
      byNative.set(name, draft);
      return draft;
    };
    return {
      peek,
      resolve(rootId, agent, native) {
        const known = peek(rootId, agent, native);
        if (known) return known;
        const id = Number(insert.run(rootId, agent, native).lastInsertRowid);
        const draft = keep({ ...newSession, id, root_id: rootId, agent, native }, true);
        byNative.set(`${rootId}\n${agent}\n${native}`, draft);
        return draft;
      },
      byId: (id) => byId.get(id) ?? keep(get.get(id) as SessionRow, false),
      touched: () => byId.values(),
      flush() {
        for (const { row } of byId.values()) {
          const last = written.get(row.id) as SessionRow;
          if (columns.every((name) => row[name] === last[name])) continue;
          update.run(...columns.map((name) => row[name]), row.id);
          written.set(row.id, { ...row });
        }
      },
    };
  };
}
