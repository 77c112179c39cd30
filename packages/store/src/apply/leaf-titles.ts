import type { LeafTitleFact } from '@belfry/core';
import type { Connection } from '../database/connection.ts';
import type { BatchContext } from './batch-context.ts';
import { toRecordHash } from './record-hash.ts';
import type { SessionDraft } from './session-book.ts';
import { unpackSpans } from './spans.ts';

/** Brings titles that name a record and the sessions that hold it together, whichever comes first. */
export interface LeafTitleBatch {
  /** A session holds a record. */
  noteRecord(session: SessionDraft, record: number, offset: number): void;
  add(fact: LeafTitleFact): void;
  /** Settles `leaf_title` of the sessions concerned; the batch's messages must be written. */
  flush(): void;
}

/**
 * Only old files name records, and only of sessions in their own folder. So records are indexed just for
 * folders that hold such a file: from the messages there when the first appears, one by one from then on.
 */
export function createLeafTitles(connection: Connection): (context: BatchContext) => LeafTitleBatch {
  const findFolder = connection.prepare('SELECT id FROM leaf_folders WHERE root_id = ? AND path = ?').pluck();
  const addFolder = connection.prepare('INSERT INTO leaf_folders (root_id, path) VALUES (?, ?)');
  const messagesIn = connection.prepare(
    `SELECT m.session_id, m.spans FROM sources s
       CROSS JOIN (SELECT DISTINCT session_id, source_id FROM contributions) c ON c.source_id = s.id
       CROSS JOIN messages m ON m.session_id = c.session_id AND m.source_id = s.id
       WHERE s.root_id = ? AND s.path >= ? AND s.path < ? AND instr(substr(s.path, ?), '/') = 0`,
  );
  const putRecord = connection.prepare(
    `INSERT INTO folder_records (folder_id, record, session_id, offset) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET offset = max(offset, excluded.offset)`,
  );
  const putTitle = connection.prepare(
    `INSERT OR REPLACE INTO leaf_titles (folder_id, record, source_id, offset, generation, text)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const isNamed = connection.prepare('SELECT 1 FROM leaf_titles WHERE folder_id = ? AND record = ? LIMIT 1').pluck();
  const holders = connection.prepare(
    'SELECT session_id, offset FROM folder_records WHERE folder_id = ? AND record = ?',
  );
  const putMatch = connection.prepare(
    `INSERT INTO leaf_matches (session_id, folder_id, record, offset) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET offset = max(offset, excluded.offset)`,
  );
  // The title that names the session's latest record; of several for one record the one written last.
  const titleOf = connection
    .prepare(
      `SELECT t.text FROM leaf_matches m JOIN leaf_titles t ON t.folder_id = m.folder_id AND t.record = m.record
         WHERE m.session_id = ? ORDER BY m.offset DESC, t.offset DESC, t.generation DESC, t.text DESC LIMIT 1`,
    )
    .pluck();

  return (context) => {
    const path = context.source.path.slice(0, context.source.path.lastIndexOf('/') + 1);
    let folderId = findFolder.get(context.rootId, path) as number | undefined;
    const concerned = new Set<number>();

    const indexFolder = (): number => {
      const id = Number(addFolder.run(context.rootId, path).lastInsertRowid);
      const rows = messagesIn.all(context.rootId, path, `${path}\u{10ffff}`, path.length + 1);
      for (const { session_id, spans } of rows as { session_id: number; spans: Uint8Array }[]) {
        for (const { record, offset } of unpackSpans(spans)) putRecord.run(id, record, session_id, offset);
      }
      return id;
    };
    const match = (sessionId: number, record: number, offset: number) => {
      putMatch.run(sessionId, folderId, record, offset);
      concerned.add(sessionId);
    };

    const titles: LeafTitleFact[] = [];
    return {
      noteRecord(session, record, offset) {
        if (folderId === undefined) return;
        putRecord.run(folderId, record, session.row.id, offset);
        if (isNamed.get(folderId, record)) match(session.row.id, record, offset);
      },
      add(fact) {
        titles.push(fact);
      },
      flush() {
        if (titles.length > 0) folderId ??= indexFolder();
        for (const { leaf, span, text } of titles) {
          const record = toRecordHash(leaf);
          putTitle.run(folderId, record, context.source.id, span.offset, context.generation, text);
          const held = holders.all(folderId, record) as { session_id: number; offset: number }[];
          for (const { session_id, offset } of held) match(session_id, record, offset);
        }
        for (const sessionId of concerned) {
          const { row } = context.book.byId(sessionId);
          row.leaf_title = (titleOf.get(sessionId) as string | undefined) ?? null;
        }
      },
    };
  };
}
