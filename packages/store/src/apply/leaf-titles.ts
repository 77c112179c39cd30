import type { LeafTitleFact } from '@belfry/core';
import type { Connection } from '../database/connection.ts';
import type { BatchContext } from './batch-context.ts';
import { toRecordHash } from './record-hash.ts';
import type { SessionDraft } from './session-book.ts';

/** Brings titles that name a record and the sessions that hold it together, whichever comes first. */
export interface LeafTitleBatch {
  /** A session holds a record. */
  noteRecord(session: SessionDraft, record: number): void;
  add(fact: LeafTitleFact): void;
  /** Writes records and titles, and settles `leaf_title` of the sessions concerned. */
  flush(): void;
}

/** Rows of one insert: every record of every message comes through here, a statement each would be a tenth of an import. */
const rowsAtOnce = 32;

export function createLeafTitles(connection: Connection): (context: BatchContext) => LeafTitleBatch {
  const version = connection.prepare('PRAGMA data_version').pluck();
  const allLeaves = connection.prepare('SELECT DISTINCT record FROM leaf_titles').pluck();
  const holders = connection.prepare('SELECT session_id FROM records WHERE record = ?').pluck();
  const insertRecords = (rows: number) =>
    connection.prepare(`INSERT OR IGNORE INTO records VALUES ${Array(rows).fill('(?, ?)').join(', ')}`);
  const putRecord = insertRecords(1);
  const putRecords = insertRecords(rowsAtOnce);
  const putTitle = connection.prepare(
    'INSERT OR REPLACE INTO leaf_titles (record, source_id, offset, generation, text) VALUES (?, ?, ?, ?, ?)',
  );
  const putMatch = connection.prepare('INSERT OR IGNORE INTO leaf_matches (session_id, record) VALUES (?, ?)');
  // Of several the one furthest down its file.
  const titleOf = connection
    .prepare(
      `SELECT t.text FROM leaf_matches m JOIN leaf_titles t ON t.record = m.record
         WHERE m.session_id = ? ORDER BY t.offset DESC, t.text DESC LIMIT 1`,
    )
    .pluck();

  // Every record is looked up here, so the few leaves are kept in memory; another writer's commit shows in the version.
  let leaves = new Set<number>();
  let leavesVersion = -1;

  return (context) => {
    const records: number[] = [];
    const seen = new Set<number>();
    const titles: LeafTitleFact[] = [];
    const concerned = new Set<number>();
    const match = (sessionId: number, record: number) => {
      putMatch.run(sessionId, record);
      concerned.add(sessionId);
    };
    const now = version.get() as number;
    if (now !== leavesVersion) leaves = new Set(allLeaves.all() as number[]);
    leavesVersion = now;
    return {
      noteRecord(session, record) {
        if (seen.has(record)) return;
        seen.add(record);
        records.push(record, session.row.id);
        if (leaves.has(record)) match(session.row.id, record);
      },
      add(fact) {
        titles.push(fact);
      },
      flush() {
        let at = 0;
        for (; at + 2 * rowsAtOnce <= records.length; at += 2 * rowsAtOnce) {
          putRecords.run(records.slice(at, at + 2 * rowsAtOnce));
        }
        for (; at < records.length; at += 2) putRecord.run(records[at], records[at + 1]);
        for (const { leaf, span, text } of titles) {
          const record = toRecordHash(leaf);
          putTitle.run(record, context.source.id, span.offset, context.generation, text);
          leaves.add(record);
          for (const sessionId of holders.all(record) as number[]) match(sessionId, record);
        }
        for (const sessionId of concerned) {
          const { row } = context.book.byId(sessionId);
          row.leaf_title = (titleOf.get(sessionId) as string | undefined) ?? null;
        }
      },
    };
  };
}
