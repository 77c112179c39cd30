import {
  addTokens,
  judgeActivity,
  type SessionActivity,
  type SessionTree,
  type SessionTreeNode,
  type TeamMember,
  type TokenUsage,
  toSessionId,
} from '@belfry/core';
import type { SessionRow } from '../tables/sessions.ts';
import { type TokenColumns, tokenColumns, toTokenUsage } from '../tables/token-columns.ts';
import type { ToolCallRow } from '../tables/tool-calls.ts';
import { toCallHead } from '../views/call-head.ts';
import { toIsoTime } from '../views/iso-time.ts';
import { callName, readCallRows } from './across/call-heads.ts';
import type { ArchiveDb } from './archive-db.ts';
import { type RelativeRow, readAncestors, readSubtree, readTeam } from './family.ts';
import { findSession } from './session.ts';

/** More sessions than this are counted but not listed. */
const listedNodes = 2_000;

/** A session with everything it spawned; `now` in ms is what activity is judged at. */
export async function readTree(
  db: ArchiveDb,
  id: string,
  { whole = false, now }: { whole?: boolean; now: number },
): Promise<SessionTree | undefined> {
  const session = await findSession(db, id);
  if (!session) return undefined;
  const line = await readAncestors(db, session);
  const start = (whole && line.at(-1)) || (session satisfies RelativeRow);
  const rows = await readSubtree(db, start);
  const above = whole ? [] : line;
  const calls = await readSpawningCalls(db, rows, above[0]);
  const nodes = arrange(start, rows, (row) => toNode(row, calls.get(row.id), now));
  const members = start.team === null ? [] : await readTeam(db, start.team, start);
  return {
    ancestors: above.toReversed().map((row) => ({ id: toSessionId(row.agent, row.native), title: row.title })),
    nodes: nodes.slice(0, listedNodes),
    total: nodes.length,
    teams: start.team === null ? [] : [{ name: start.team, members: members.map((row) => toMember(row, now)) }],
  };
}

/** The call that spawned each session, by the session's row number. */
async function readSpawningCalls(
  db: ArchiveDb,
  rows: readonly RelativeRow[],
  above: RelativeRow | undefined,
): Promise<Map<number, ToolCallRow>> {
  const parents = new Map([...rows, ...(above ? [above] : [])].map(({ native, id }) => [native, id]));
  const keys = rows.flatMap(({ id, parent, parent_call }) => {
    const parentId = parent === null ? undefined : parents.get(parent);
    return parentId === undefined || parent_call === null ? [] : [{ id, key: [parentId, parent_call] as const }];
  });
  const found = await readCallRows(
    db,
    keys.map(({ key }) => key),
  );
  const byName = new Map(found.map((row) => [callName([row.session_id, row.call]), row]));
  return new Map(
    keys.flatMap(({ id, key }) => {
      const call = byName.get(callName(key));
      return call && call.name !== null ? [[id, call] as const] : [];
    }),
  );
}

type Leaf = Omit<SessionTreeNode, 'depth' | 'descendants' | 'subtreeTokens' | 'parentId'>;

/** Puts every session behind its parent, siblings as they come, and sums up from the leaves. */
function arrange(
  start: RelativeRow,
  rows: readonly RelativeRow[],
  toLeaf: (row: RelativeRow) => Leaf,
): SessionTreeNode[] {
  const byParent = Map.groupBy(
    rows.filter((row) => row !== start),
    ({ parent }) => parent,
  );
  const nodes: SessionTreeNode[] = [];
  const visit = (row: RelativeRow, depth: number, parentId: string | undefined): SessionTreeNode => {
    const leaf = toLeaf(row);
    const node: SessionTreeNode = { ...leaf, depth, descendants: 0, subtreeTokens: leaf.tokens };
    if (parentId !== undefined) node.parentId = parentId;
    nodes.push(node);
    for (const child of byParent.get(row.native) ?? []) {
      const below = visit(child, depth + 1, node.id);
      node.descendants += 1 + below.descendants;
      node.subtreeTokens = addTokens(node.subtreeTokens, below.subtreeTokens);
    }
    return node;
  };
  visit(start, 0, undefined);
  return nodes;
}

function toNode(row: RelativeRow, call: ToolCallRow | undefined, now: number): Leaf {
  const isSubagent = row.relation === 'subagent';
  const id = toSessionId(row.agent, row.native);
  return {
    id,
    kind: !isSubagent ? 'session' : row.agent_type === 'workflow' ? 'workflow' : 'subagent',
    title: row.title,
    ...(row.agent_type === null ? {} : { agentType: row.agent_type }),
    ...(row.description === null ? {} : { description: row.description }),
    ...(call ? { call: toCallHead(call, id) } : {}),
    models: JSON.parse(row.models) as string[],
    ...timesOf(row),
    ...(row.first_at === null || row.last_at === null ? {} : { durationMs: row.last_at - row.first_at }),
    messages: row.messages,
    toolCalls: row.tool_calls,
    toolErrors: row.tool_errors,
    pendingCalls: row.pending_calls,
    children: row.children,
    tokens: countedTokens(row),
    activity: activityOf(row, call, now),
  };
}

function toMember(row: RelativeRow, now: number): TeamMember {
  return {
    id: toSessionId(row.agent, row.native),
    title: row.title,
    ...(row.team_member === null ? {} : { name: row.team_member }),
    ...timesOf(row),
    tokens: countedTokens(row),
    activity: activityOf(row, undefined, now),
  };
}

function activityOf(row: RelativeRow, call: ToolCallRow | undefined, now: number): SessionActivity {
  return judgeActivity(
    {
      ...(row.last_at === null ? {} : { lastAt: row.last_at }),
      pendingCalls: row.pending_calls,
      endsInReply: row.last_kind === 'reply',
      isSubagent: row.relation === 'subagent',
      ...(call
        ? { call: { status: call.status, ...(call.finished_at === null ? {} : { finishedAt: call.finished_at }) } }
        : {}),
    },
    now,
  );
}

function timesOf({ first_at, last_at }: Pick<SessionRow, 'first_at' | 'last_at'>) {
  return {
    ...(first_at === null ? {} : { startedAt: toIsoTime(first_at) }),
    ...(last_at === null ? {} : { lastAt: toIsoTime(last_at) }),
  };
}

function countedTokens(row: RelativeRow): TokenUsage {
  const columns = Object.fromEntries(tokenColumns.map(([column]) => [column, row[`counted_${column}`]]));
  return toTokenUsage(columns as unknown as TokenColumns);
}
