import type { MessageRole, SearchKind } from '@belfry/core';
import type { Connection } from '../database/connection.ts';
import { type SearchSide, searchKinds, searchRoles, searchSides } from '../tables/search.ts';
import { createDocIds } from './doc-ids.ts';

/** A text to be indexed. */
export interface SearchDoc {
  sessionId: number;
  sourceId: number;
  offset: number;
  generation: number;
  length: number;
  kind: SearchKind;
  nth: number;
  role: MessageRole;
  call: string | null;
  /** ms since 1970 UTC; `null` when its record has no time. */
  at: number | null;
  /** What the index takes, UTF-8; see `messageDocs`. */
  text: Uint8Array;
}

/** Where a record stands. */
export interface DocPlace {
  source_id: number;
  offset: number;
  generation: number;
}

/** Writes `search_docs` and the two indexes; every call belongs into a transaction. */
export interface SearchRows {
  /** Adds texts that are not known yet; those that are stay. Returns how many were added. */
  add(docs: readonly SearchDoc[]): number;
  /** Whether any text of this side of the record is known. */
  has(sessionId: number, side: SearchSide, place: DocPlace): boolean;
  /** Forgets the texts of one side of a record; its words are found no more. */
  removeAt(sessionId: number, side: SearchSide, place: DocPlace): void;
  /** Forgets up to `limit` texts of a session, or those of one of its sources; returns how many were forgotten. */
  removeSession(sessionId: number, limit: number, sourceId?: number): number;
}

interface FoundDoc {
  id: number;
  kind: number;
}

export function createSearchRows(connection: Connection): SearchRows {
  const ids = createDocIds(connection);
  const insert = connection.prepare(
    `INSERT INTO search_docs (id, session_id, source_id, offset, generation, length, kind, nth, role, call)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (session_id, source_id, offset, generation, kind, nth) DO NOTHING`,
  );
  const place = 'session_id = ? AND source_id = ? AND offset = ? AND generation = ?';
  const atPlace = connection.prepare(`SELECT id, kind FROM search_docs WHERE ${place}`);
  const ofSession = connection.prepare('SELECT id, kind FROM search_docs WHERE session_id = ? LIMIT ?');
  const ofSource = connection.prepare(
    'SELECT id, kind FROM search_docs WHERE session_id = ? AND source_id = ? LIMIT ?',
  );
  const remove = connection.prepare('DELETE FROM search_docs WHERE id = ?');
  const words = searchSides.map(({ index }) => ({
    add: connection.prepare(`INSERT INTO ${index} (rowid, text) VALUES (?, ?)`),
    remove: connection.prepare(`DELETE FROM ${index} WHERE rowid = ?`),
  }));

  const removeAll = (found: readonly FoundDoc[]): void => {
    for (const { id, kind } of found) {
      words[sideOf(kind)]?.remove.run(id);
      remove.run(id);
    }
  };

  return {
    add(docs) {
      const added: { id: number; doc: SearchDoc; side: SearchSide }[] = [];
      for (const doc of docs) {
        const { sessionId, sourceId, offset, generation, length, nth, call } = doc;
        const kind = searchKinds.indexOf(doc.kind);
        const id = ids.next(doc.at);
        const row = [
          id,
          sessionId,
          sourceId,
          offset,
          generation,
          length,
          kind,
          nth,
          searchRoles.indexOf(doc.role),
          call,
        ];
        if (insert.run(row).changes > 0) added.push({ id, doc, side: sideOf(kind) });
      }
      // An index takes ids in ascending order four times as fast as in any other.
      added.sort((a, b) => a.side - b.side || a.id - b.id);
      for (const { id, doc, side } of added) words[side]?.add.run(id, doc.text);
      return added.length;
    },
    has(sessionId, side, { source_id, offset, generation }) {
      const found = atPlace.all(sessionId, source_id, offset, generation) as FoundDoc[];
      return found.some(({ kind }) => sideOf(kind) === side);
    },
    removeAt(sessionId, side, { source_id, offset, generation }) {
      const found = atPlace.all(sessionId, source_id, offset, generation) as FoundDoc[];
      removeAll(found.filter(({ kind }) => sideOf(kind) === side));
    },
    removeSession(sessionId, limit, sourceId) {
      const found = sourceId === undefined ? ofSession.all(sessionId, limit) : ofSource.all(sessionId, sourceId, limit);
      removeAll(found as FoundDoc[]);
      return found.length;
    },
  };
}

function sideOf(kind: number): SearchSide {
  return searchKinds[kind] === 'tool-output' ? 1 : 0;
}
