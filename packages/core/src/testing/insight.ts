import type { FeedPage } from '../model/feed.ts';
import type { FileEdit, FileEditPage } from '../model/file-edit.ts';
import type { SessionTree, SessionTreeNode } from '../model/session-tree.ts';
import type { ToolCallDetail } from '../model/tool-call-detail.ts';
import { aMessageHead, aToolCallHead, aToolCallView } from './messages.ts';
import { aSessionView } from './sessions.ts';

/** A session that spawned nothing. */
export function aTreeNode(node: Partial<SessionTreeNode> = {}): SessionTreeNode {
  const { id, title, models, startedAt, lastAt, messages, toolCalls, toolErrors, pendingCalls, tokens } =
    aSessionView();
  return {
    id,
    depth: 0,
    kind: 'session',
    title,
    models,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(lastAt === undefined ? {} : { lastAt }),
    durationMs: 60_000,
    messages,
    toolCalls,
    toolErrors,
    pendingCalls,
    children: 0,
    descendants: 0,
    tokens,
    subtreeTokens: tokens,
    activity: { state: 'idle', evidence: [{ sign: 'last-word', ...(lastAt === undefined ? {} : { at: lastAt }) }] },
    ...node,
  };
}

/** A session with one subagent that has ended. */
export function aSessionTree(tree: Partial<SessionTree> = {}): SessionTree {
  const parent = aTreeNode({ children: 1, descendants: 1 });
  const call = aToolCallHead({ name: 'Agent', kind: 'subagent', summary: 'Look at the tests' });
  const child = aTreeNode({
    id: `${parent.id}/agent-1`,
    parentId: parent.id,
    depth: 1,
    kind: 'subagent',
    agentType: 'Explore',
    description: 'Look at the tests',
    call: { ...call, childId: `${parent.id}/agent-1` },
    activity: { state: 'ended', evidence: [{ sign: 'call-answered' }] },
  });
  const nodes = tree.nodes ?? [parent, child];
  return { ancestors: [], nodes, total: nodes.length, teams: [], ...tree };
}

/** A message and a call of one session. */
export function aFeedPage(page: Partial<FeedPage> = {}): FeedPage {
  const session = aSessionView();
  const message = aMessageHead();
  const call = aToolCallHead();
  return {
    items: [
      { type: 'tool-call', id: 'c1', sessionId: session.id, ...timeOf(call), call },
      { type: 'message', id: 'm1', sessionId: session.id, ...timeOf(message), message },
    ],
    sessions: [session],
    ...page,
  };
}

/** A file that was changed because somebody asked. */
export function aFileEdit(edit: Partial<FileEdit> = {}): FileEdit {
  const call = aToolCallHead({
    name: 'Edit',
    kind: 'edit',
    summary: '/home/ada/engine/src/round.ts',
    added: 2,
    removed: 1,
  });
  return {
    id: 'e1',
    path: '/home/ada/engine/src/round.ts',
    access: 'write',
    change: 'update',
    added: 2,
    removed: 1,
    sessionId: aSessionView().id,
    ...timeOf(call),
    call,
    because: aMessageHead({ key: 'p1', role: 'user', variant: 'prompt', preview: 'Halves must round to even.' }),
    ...edit,
  };
}

export function aFileEditPage(page: Partial<FileEditPage> = {}): FileEditPage {
  return { items: [aFileEdit()], sessions: [aSessionView()], ...page };
}

/** `aToolCallView` between the messages it stands between. */
export function aToolCallDetail(call: Partial<ToolCallDetail> = {}): ToolCallDetail {
  const view = aToolCallView(call);
  return {
    ...view,
    input: { command: view.summary },
    durationMs: 2_000,
    files: [],
    message: aMessageHead(),
    attempts: [],
    ...call,
  };
}

function timeOf({ at }: { at?: string }): { at?: string } {
  return at === undefined ? {} : { at };
}
