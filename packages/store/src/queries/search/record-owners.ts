import { type RecordPlace, recordPlaces } from '../../apply/record-places.ts';
import { compareResults } from '../../apply/result-summary.ts';
import type { Connection } from '../../database/connection.ts';
import type { MessageRow } from '../../tables/messages.ts';
import type { SessionRow } from '../../tables/sessions.ts';
import type { ToolCallRow, ToolResultRow } from '../../tables/tool-calls.ts';

/** Which message or call shows a record. */
export interface RecordOwners {
  message(place: OwnedPlace): { row: MessageRow; places: RecordPlace[] } | undefined;
  call(sessionId: number, call: string): ToolCallRow | undefined;
  /** A result that stands in this record, and its index among the results that are shown. */
  result(sessionId: number, call: string, place: OwnedPlace): { at: number | null; index: number } | undefined;
  /** Whether the session this one was forked from holds a message of the same key. */
  isInParent(session: Pick<SessionRow, 'agent' | 'root_id' | 'parent'>, key: string): boolean;
}

export interface OwnedPlace {
  session_id: number;
  source_id: number;
  generation: number;
  offset: number;
}

/** A record further from the first one of its message is rare; records of others lie between them. */
const nearRows = 32;

export function createRecordOwners(connection: Connection): RecordOwners {
  const before = connection.prepare(
    `SELECT * FROM messages WHERE session_id = ? AND source_id = ? AND offset <= ? ORDER BY offset DESC LIMIT ?`,
  );
  const spread = connection.prepare('SELECT * FROM messages WHERE session_id = ? AND elsewhere IS NOT NULL');
  const call = connection.prepare('SELECT * FROM tool_calls WHERE session_id = ? AND call = ?');
  const results = connection.prepare('SELECT * FROM tool_results WHERE session_id = ? AND call = ?');
  const inParent = connection
    .prepare(
      `SELECT 1 FROM sessions p CROSS JOIN messages m ON m.session_id = p.id AND m.key = ?
         WHERE p.agent = ? AND p.native = ? AND p.root_id = ?`,
    )
    .pluck();

  const isAt = (place: RecordPlace, { source_id, generation, offset }: OwnedPlace) =>
    place.offset === offset && place.generation === generation && place.source_id === source_id;
  const holding = (rows: readonly MessageRow[], place: OwnedPlace) => {
    for (const row of rows) {
      const places = recordPlaces(row);
      if (places.some((one) => isAt(one, place))) return { row, places };
    }
    return undefined;
  };

  return {
    message: (place) => {
      const { session_id, source_id, offset } = place;
      const near = before.all(session_id, source_id, offset, nearRows) as MessageRow[];
      return (
        holding(near, place) ??
        // A record of another past than its message's own.
        holding(spread.all(session_id) as MessageRow[], place)
      );
    },
    call: (sessionId, id) => call.get(sessionId, id) as ToolCallRow | undefined,
    result(sessionId, id, place) {
      const rows = (results.all(sessionId, id) as ToolResultRow[]).sort(compareResults);
      const found = rows.find((row) => isAt(row, place));
      if (!found) return undefined;
      const answers = rows.filter((row) => row.answers === 1);
      // A record that only adds detail is shown with the last answer.
      const index = found.answers === 1 ? answers.indexOf(found) : Math.max(0, answers.length - 1);
      return { at: found.at, index };
    },
    isInParent: ({ agent, root_id, parent }, key) =>
      parent !== null && inParent.get(key, agent, parent, root_id) !== undefined,
  };
}
