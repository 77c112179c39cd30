import type { Connection } from '../database/connection.ts';
import type { SessionRow } from '../tables/sessions.ts';
import type { SourceRow } from '../tables/sources.ts';

export type FamilyMember = Pick<
  SessionRow,
  | 'id'
  | 'root_id'
  | 'agent'
  | 'native'
  | 'parent'
  | 'relation'
  | 'shelf'
  | 'title'
  | 'project'
  | 'last_at'
  | 'messages'
  | 'tool_calls'
  | 'pruned_at'
> & { machine: string };

export type FamilySource = Pick<SourceRow, 'id' | 'path' | 'role' | 'offset' | 'gone' | 'pruned_offset'> & {
  agent: string;
  root: string;
};

/** A session with all it spawned, and the files that speak of nobody else. */
export interface Family {
  /** Never a subagent whose parent the archive holds. */
  top: FamilyMember;
  members: FamilyMember[];
  sources: FamilySource[];
  /** Files that speak of other families too, such as an agent's history of all prompts. */
  shared: FamilySource[];
}

export interface Families {
  all: Family[];
  /** Files that belong to no session. */
  strays: FamilySource[];
}

/** Reads who belongs to whom; O(sessions + sources), no content. */
export function readFamilies(connection: Connection): Families {
  const members = connection
    .prepare(
      `SELECT s.id, s.root_id, s.agent, s.native, s.parent, s.relation, s.shelf, s.title, s.project, s.last_at,
         s.messages, s.tool_calls, s.pruned_at, r.machine FROM sessions s JOIN roots r ON r.id = s.root_id`,
    )
    .all() as FamilyMember[];
  const byId = new Map(members.map((member) => [member.id, member]));
  const byName = new Map(members.map((member) => [toName(member.root_id, member.agent, member.native), member]));
  const families = new Map<FamilyMember, Family>();
  for (const member of members) familyOf(member).members.push(member);

  const spokenOf = readSpeakers(connection);
  const strays: FamilySource[] = [];
  const sources = connection
    .prepare(
      `SELECT s.id, s.root_id, s.path, s.agent, s.role, s.session, s."offset", s.gone, s.pruned_offset, r.path AS root
         FROM sources s JOIN roots r ON r.id = s.root_id ORDER BY s.id`,
    )
    .all() as (FamilySource & Pick<SourceRow, 'root_id' | 'session'>)[];
  for (const source of sources) {
    const named =
      source.session === null ? undefined : byName.get(toName(source.root_id, source.agent, source.session));
    const speaks = (spokenOf.get(source.id) ?? []).flatMap((id) => byId.get(id) ?? []);
    const owners = new Set((speaks.length > 0 ? speaks : named ? [named] : []).map(familyOf));
    const [only] = owners;
    if (only === undefined) strays.push(source);
    else if (owners.size === 1) only.sources.push(source);
    else for (const family of owners) family.shared.push(source);
  }
  return { all: [...families.values()], strays };

  function familyOf(member: FamilyMember): Family {
    const top = topOf(member);
    const known = families.get(top);
    if (known !== undefined) return known;
    const family = { top, members: [], sources: [], shared: [] };
    families.set(top, family);
    return family;
  }

  function topOf(member: FamilyMember): FamilyMember {
    const seen = new Set<FamilyMember>();
    let row = member;
    while (row.relation === 'subagent' && row.parent !== null && !seen.has(row)) {
      seen.add(row);
      const parent = byName.get(toName(row.root_id, row.agent, row.parent));
      if (parent === undefined) break;
      row = parent;
    }
    return row;
  }
}

/** Sessions each source speaks of. */
function readSpeakers(connection: Connection): Map<number, number[]> {
  const found = new Map<number, number[]>();
  const rows = connection
    .prepare('SELECT DISTINCT source_id, session_id FROM contributions ORDER BY source_id, session_id')
    .raw()
    .all() as [number, number][];
  for (const [source, session] of rows) {
    const known = found.get(source);
    if (known === undefined) found.set(source, [session]);
    else known.push(session);
  }
  return found;
}

function toName(rootId: number, agent: string, native: string): string {
  return `${rootId}\n${agent}\n${native}`;
}
