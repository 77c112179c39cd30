import type { SearchQuery } from '@belfry/core';
import type { Connection } from '../../database/connection.ts';
import { shelves } from '../../tables/sessions.ts';
import type { PlacedSessionRow } from '../sessions.ts';

/** Which sessions a search looks into. */
export interface SessionScope {
  has(sessionId: number): boolean;
  /** The sessions when they are few: an index looks them up by their own word. */
  few: readonly number[] | undefined;
  /** Sessions by id, all of them when the search has no filter; for whoever walks over them. */
  all(): number[];
}

/** So many words an index takes for sessions; beyond, each text found is asked for its session. */
const maxFew = 32;

/** `session` is the one asked for, when one is. */
export function toSessionScope(
  connection: Connection,
  query: SearchQuery,
  session: PlacedSessionRow | undefined,
): SessionScope {
  const conditions = [`s.shelf > ${shelves.hidden}`];
  const values: (string | number)[] = [];
  const anyOf = (column: string, names: readonly string[] | undefined) => {
    if (!names || names.length === 0) return;
    conditions.push(`s.${column} IN (${names.map(() => '?').join(', ')})`);
    values.push(...names);
  };
  anyOf('agent', query.agent);
  anyOf('project', query.project);
  anyOf('branch', query.branch);
  const where = conditions.join(' AND ');
  const isNarrow = values.length > 0 || session !== undefined;
  const ids = (): number[] =>
    session === undefined
      ? (connection
          .prepare(`SELECT id FROM sessions s WHERE ${where}`)
          .pluck()
          .all(...values) as number[])
      : (connection
          .prepare(
            query.includeSubagents || query.onlySubagents
              ? `WITH RECURSIVE family(id, native) AS (
                   SELECT ?, ?
                   UNION SELECT c.id, c.native FROM family f JOIN sessions c ON c.parent = f.native
                     WHERE c.agent = ? AND c.root_id = ? AND c.relation = 'subagent')
                 SELECT s.id FROM family f JOIN sessions s ON s.id = f.id WHERE ${where}`
              : `SELECT s.id FROM sessions s WHERE s.id = ? AND s.native = ? AND s.agent = ? AND s.root_id = ? AND ${where}`,
          )
          .pluck()
          .all(session.id, session.native, session.agent, session.root_id, ...values) as number[]);
  if (!isNarrow) {
    const isHidden = connection.prepare(`SELECT 1 FROM sessions WHERE id = ? AND shelf = ${shelves.hidden}`).pluck();
    return { has: (id) => isHidden.get(id) === undefined, few: undefined, all: ids };
  }
  const found = new Set(ids());
  if (session !== undefined && query.onlySubagents) found.delete(session.id);
  return {
    has: (id) => found.has(id),
    few: found.size <= maxFew ? [...found] : undefined,
    all: () => [...found],
  };
}
