import { type Change, toSessionId } from '@belfry/core';
import type { Connection } from '../database/connection.ts';
import { type SessionRow, shelves } from '../tables/sessions.ts';
import { toSessionView } from '../views/session-view.ts';
import type { ContributionRows } from './contribution-rows.ts';
import type { SourceRows } from './source-rows.ts';

/** Marks a source whose file has vanished, and the sessions that have no other transcript. */
export function createGoneMarker(connection: Connection, sources: SourceRows, contributions: ContributionRows) {
  const get = connection.prepare('SELECT * FROM sessions WHERE id = ?');
  const setGone = connection.prepare('UPDATE sessions SET source_gone = 1 WHERE id = ?');
  return (machine: string, root: string, path: string): Change[] => {
    const source = sources.find(machine, root, path);
    if (!source || source.gone === 1) return [];
    sources.setGone(source.id);
    const rows = contributions.sessionsOf(source.id).map((id) => get.get(id) as SessionRow);
    const changes = rows.flatMap((row): Change[] => {
      if (row.source_gone === 1 || !contributions.isGone(row.id)) return [];
      setGone.run(row.id);
      if (row.shelf === shelves.hidden) return [];
      const session = toSessionView({ ...row, source_gone: 1 }, { machine, root });
      return [{ type: 'session', isNew: false, session }];
    });
    const sessionIds = rows
      .filter((row) => row.shelf > shelves.hidden)
      .map((row) => toSessionId(row.agent, row.native));
    return [{ type: 'source-gone', root, path, sessionIds }, ...changes];
  };
}
