import { toSessionId } from '@belfry/core';
import type { Connection } from '../database/connection.ts';

/** The session a person would say a file belongs to: never a subagent whose parent is known. */
export interface Owner {
  id: number;
  publicId: string;
  project: string;
  title: string;
  last_at: number | null;
}

interface FamilyRow {
  id: number;
  root_id: number;
  agent: string;
  native: string;
  parent: string | null;
  relation: string | null;
  project: string;
  title: string;
  last_at: number | null;
}

/** Reads who owns which source; `undefined` for files that belong to no session, or to all of them. */
export function createSourceOwners(connection: Connection): (sourceId: number) => Owner | undefined {
  const sessions = connection
    .prepare('SELECT id, root_id, agent, native, parent, relation, project, title, last_at FROM sessions')
    .all() as FamilyRow[];
  const byId = new Map(sessions.map((row) => [row.id, row]));
  const byName = new Map(sessions.map((row) => [toName(row.root_id, row.agent, row.native), row]));

  const told = new Map<number, number>();
  const shared = new Set<number>();
  // Within a file the session that begins it; a side-car that speaks of several is nobody's own.
  const contributions = connection
    .prepare(
      `SELECT c.source_id, c.session_id, s.role FROM contributions c JOIN sources s ON s.id = c.source_id
         ORDER BY c.source_id, ifnull(c.first_offset, 9e15), c.session_id`,
    )
    .all() as { source_id: number; session_id: number; role: string }[];
  for (const { source_id, session_id, role } of contributions) {
    const first = told.get(source_id);
    if (first === undefined) told.set(source_id, session_id);
    else if (first !== session_id && role === 'sidecar') shared.add(source_id);
  }
  const named = connection
    .prepare('SELECT id, root_id, agent, session FROM sources WHERE session IS NOT NULL')
    .all() as { id: number; root_id: number; agent: string; session: string }[];
  for (const { id, root_id, agent, session } of named) {
    const row = byName.get(toName(root_id, agent, session));
    if (row !== undefined) told.set(id, row.id);
  }

  return (sourceId) => {
    const session = shared.has(sourceId) ? undefined : byId.get(told.get(sourceId) ?? -1);
    return session && toOwner(topOf(session));
  };

  function topOf(session: FamilyRow): FamilyRow {
    const seen = new Set<FamilyRow>();
    let row = session;
    while (row.relation === 'subagent' && row.parent !== null && !seen.has(row)) {
      seen.add(row);
      const parent = byName.get(toName(row.root_id, row.agent, row.parent));
      if (parent === undefined) break;
      row = parent;
    }
    return row;
  }
}

function toName(rootId: number, agent: string, native: string): string {
  return `${rootId}\n${agent}\n${native}`;
}

function toOwner({ id, agent, native, project, title, last_at }: FamilyRow): Owner {
  return { id, publicId: toSessionId(agent, native), project, title, last_at };
}
