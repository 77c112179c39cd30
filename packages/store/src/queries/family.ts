import { sql } from 'kysely';
import type { CountedColumns, SessionRow } from '../tables/sessions.ts';
import { shelves } from '../tables/sessions.ts';
import { tokenColumns } from '../tables/token-columns.ts';
import type { ArchiveDb } from './archive-db.ts';

/** What a tree shows of a session. */
export type RelativeRow = CountedColumns &
  Pick<
    SessionRow,
    | 'id'
    | 'root_id'
    | 'agent'
    | 'native'
    | 'title'
    | 'models'
    | 'parent'
    | 'relation'
    | 'parent_call'
    | 'agent_type'
    | 'description'
    | 'team'
    | 'team_member'
    | 'first_at'
    | 'last_at'
    | 'last_kind'
    | 'messages'
    | 'tool_calls'
    | 'tool_errors'
    | 'pending_calls'
    | 'children'
  >;

const columns = sql.join(
  [
    'id',
    'root_id',
    'agent',
    'native',
    'title',
    'models',
    'parent',
    'relation',
    'parent_call',
    'agent_type',
    'description',
    'team',
    'team_member',
    'first_at',
    'last_at',
    'last_kind',
    'messages',
    'tool_calls',
    'tool_errors',
    'pending_calls',
    'children',
    ...tokenColumns.map(([column]) => `counted_${column}`),
  ].map((name) => sql.ref(`s.${name}`)),
);

/** Subagents of subagents go no deeper; a file that says otherwise must not keep a reader busy. */
const deepest = 100;

/** Sessions a session was spawned by, nearest first; a parent named twice ends the line. */
export async function readAncestors(db: ArchiveDb, start: SessionRow): Promise<RelativeRow[]> {
  const line: RelativeRow[] = [];
  const seen = new Set([start.id]);
  let child: Pick<SessionRow, 'agent' | 'root_id' | 'parent' | 'relation'> = start;
  while (child.parent !== null && child.relation === 'subagent' && line.length < deepest) {
    const { rows } = await sql<RelativeRow>`
      select ${columns} from sessions s
        where s.agent = ${child.agent} and s.native = ${child.parent} and s.root_id = ${child.root_id}
          and s.shelf > ${shelves.hidden}`.execute(db);
    const [parent] = rows;
    if (!parent || seen.has(parent.id)) break;
    seen.add(parent.id);
    line.push(parent);
    child = parent;
  }
  return line;
}

/** A session and everything it spawned, however deep, each once; parents before their children. */
export async function readSubtree(db: ArchiveDb, start: RelativeRow): Promise<RelativeRow[]> {
  const found = new Map([[start.id, start]]);
  let level = [start];
  for (let depth = 0; level.length > 0 && depth < deepest; depth++) {
    const { rows } = await sql<RelativeRow>`
      select ${columns} from json_each(${JSON.stringify(level.map(({ native }) => native))}) j
        cross join sessions s indexed by sessions_parent on s.parent = j.value
        where s.agent = ${start.agent} and s.root_id = ${start.root_id} and s.relation = 'subagent'
          and s.shelf > ${shelves.hidden}
        order by ifnull(s.first_at, 9007199254740991), s.native`.execute(db);
    level = rows.filter(({ id }) => !found.has(id));
    for (const row of level) found.set(row.id, row);
  }
  return [...found.values()];
}

/** Sessions of a team, those that lead first. */
export async function readTeam(db: ArchiveDb, team: string, { agent, root_id }: RelativeRow): Promise<RelativeRow[]> {
  const { rows } = await sql<RelativeRow>`
    select ${columns} from sessions s
      where s.team = ${team} and s.agent = ${agent} and s.root_id = ${root_id} and s.shelf > ${shelves.hidden}
        and (s.relation is null or s.relation <> 'subagent')
      order by s.team_member is not null, ifnull(s.first_at, 9007199254740991), s.native`.execute(db);
  return rows;
}
