import type { Issue } from '@belfry/core';
import type { Connection } from '../database/connection.ts';
import type { IssueRow } from '../tables/issues.ts';
import { entryOf } from './entry-of.ts';

/** Conditions that end when the source can be read again. */
const passing = ['unreadable', 'root-unavailable', 'corrupt-compression'];

export interface IssueRows {
  /** Stores issues of a batch; returns the rows that are new or counted up. */
  add(sourceId: number, generation: number, issues: readonly Issue[]): IssueRow[];
  /** Ends the passing conditions a batch does not repeat, and unfinished lines read by now; `true` when there were any. */
  endPassing(sourceId: number, read: { generation: number; offset: number }, issues: readonly Issue[]): boolean;
  /** Forgets the issues of generations before `generation` of a document. */
  dropBefore(sourceId: number, generation: number): void;
  /** Issues of the transcripts of a session, in their newest generation. */
  countOf(sessionId: number): number;
}

export function createIssueRows(connection: Connection): IssueRows {
  const put = connection.prepare(
    `INSERT INTO issues (source_id, generation, code, detail, place, offset, length, excerpt, count)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = count + excluded.count WHERE place = -1 RETURNING *`,
  );
  const end = connection.prepare('DELETE FROM issues WHERE source_id = ? AND code = ?');
  const drop = connection.prepare('DELETE FROM issues WHERE source_id = ? AND generation < ?');
  const endPartial = connection.prepare(
    "DELETE FROM issues WHERE source_id = ? AND generation = ? AND code = 'partial-line' AND offset < ?",
  );
  const countOf = connection
    .prepare(
      `SELECT count(*) FROM (SELECT DISTINCT source_id FROM contributions WHERE session_id = ?) c
         JOIN sources s ON s.id = c.source_id AND s.role = 'transcript'
         JOIN issues i ON i.source_id = s.id AND i.generation = s.generation`,
    )
    .pluck();
  return {
    add(sourceId, generation, issues) {
      const counted = new Map<string, { issue: Issue; place: number; count: number }>();
      for (const issue of issues) {
        const { code, detail, offset } = issue;
        const place = code.startsWith('unknown-') ? -1 : offset;
        entryOf(counted, `${code}\n${place}\n${detail}`, () => ({ issue, place, count: 0 })).count += 1;
      }
      return [...counted.values()].flatMap(({ issue, place, count }) => {
        const { code, detail, offset, length, excerpt } = issue;
        const times = place === -1 ? count : 1;
        return (put.get(sourceId, generation, code, detail, place, offset, length, excerpt, times) as IssueRow) ?? [];
      });
    },
    endPassing(sourceId, read, issues) {
      let ended = endPartial.run(sourceId, read.generation, read.offset).changes;
      for (const code of passing) {
        if (!issues.some((issue) => issue.code === code)) ended += end.run(sourceId, code).changes;
      }
      return ended > 0;
    },
    dropBefore(sourceId, generation) {
      drop.run(sourceId, generation);
    },
    countOf: (sessionId) => countOf.get(sessionId) as number,
  };
}
