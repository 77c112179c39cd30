import type { LeafTitleFact } from '@belfry/core';
import type { Connection } from '../database/connection.ts';
import type { BatchContext } from './batch-context.ts';
import { entryOf } from './entry-of.ts';
import { toRecordHash } from './record-hash.ts';
import type { SessionDraft } from './session-book.ts';

/** Brings titles that name a record and the sessions that hold it together, whichever comes first. */
export interface LeafTitleBatch {
  /** A session holds a record. */
  noteRecord(session: SessionDraft, record: string, offset: number): void;
  add(fact: LeafTitleFact): void;
  /** Writes records and titles, and settles `leaf_title` of the sessions concerned. */
  flush(): void;
}

export function createLeafTitles(connection: Connection): (context: BatchContext) => LeafTitleBatch {
  const version = connection.prepare('PRAGMA data_version').pluck();
  const allLeaves = connection.prepare('SELECT DISTINCT record FROM leaf_titles').pluck();
  const holders = connection.prepare('SELECT session_id FROM records WHERE record = ?').pluck();
  const putRecord = connection.prepare(
    `INSERT INTO records (record, session_id, offset) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET offset = excluded.offset WHERE excluded.offset > offset`,
  );
  const putTitle = connection.prepare(
    'INSERT OR REPLACE INTO leaf_titles (record, source_id, offset, generation, text) VALUES (?, ?, ?, ?, ?)',
  );
  // The title that names the session's latest record; of several for one record the one written last.
  const titleOf = connection
    .prepare(
      `SELECT t.text FROM leaf_titles t CROSS JOIN records r ON r.record = t.record AND r.session_id = ?
         ORDER BY r.offset DESC, t.offset DESC, t.generation DESC, t.text DESC LIMIT 1`,
    )
    .pluck();

  // Every record is looked up here, so the few leaves are kept in memory; another writer's commit shows in the version.
  let leaves = new Set<number>();
  let leavesVersion = -1;

  return (context) => {
    const records = new Map<number, Map<number, number>>();
    const titles: LeafTitleFact[] = [];
    return {
      noteRecord(session, record, offset) {
        const held = entryOf(records, session.row.id, () => new Map<number, number>());
        held.set(toRecordHash(record), offset);
      },
      add(fact) {
        titles.push(fact);
      },
      flush() {
        const now = version.get() as number;
        if (now !== leavesVersion) leaves = new Set(allLeaves.all() as number[]);
        leavesVersion = now;
        const concerned = new Set<number>();
        for (const [sessionId, held] of records) {
          for (const [record, offset] of held) {
            putRecord.run(record, sessionId, offset);
            if (leaves.has(record)) concerned.add(sessionId);
          }
        }
        for (const { leaf, span, text } of titles) {
          const record = toRecordHash(leaf);
          putTitle.run(record, context.source.id, span.offset, context.generation, text);
          leaves.add(record);
          for (const sessionId of holders.all(record) as number[]) concerned.add(sessionId);
        }
        for (const sessionId of concerned) {
          const { row } = context.book.byId(sessionId);
          row.leaf_title = (titleOf.get(sessionId) as string | undefined) ?? null;
        }
      },
    };
  };
}
