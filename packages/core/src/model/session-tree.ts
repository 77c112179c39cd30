import Type, { type Static } from 'typebox';
import { SessionActivity } from './activity.ts';
import { ToolCallHead } from './tool-call.ts';
import { TokenUsage } from './usage.ts';

/** session: begun by a human or a program · subagent: spawned by a call · workflow: a run that groups subagents. */
export const TreeNodeKind = Type.Union([Type.Literal('session'), Type.Literal('subagent'), Type.Literal('workflow')]);
export type TreeNodeKind = Static<typeof TreeNodeKind>;

/** A session in its family. */
export const SessionTreeNode = Type.Object({
  id: Type.String(),
  /** Absent on the first node, though it may have a parent outside the answer: see `ancestors`. */
  parentId: Type.Optional(Type.String()),
  /** 0 for the first node. */
  depth: Type.Integer(),
  kind: TreeNodeKind,
  title: Type.String(),
  agentType: Type.Optional(Type.String()),
  /** What the call that spawned it asked for, in a few words. */
  description: Type.Optional(Type.String()),
  /** The call of the parent that spawned it, as far as the archive holds it. */
  call: Type.Optional(ToolCallHead),
  models: Type.Array(Type.String()),
  /** ISO 8601 UTC of the first and last record. */
  startedAt: Type.Optional(Type.String()),
  lastAt: Type.Optional(Type.String()),
  /** From the first record to the last. */
  durationMs: Type.Optional(Type.Integer()),
  messages: Type.Integer(),
  toolCalls: Type.Integer(),
  toolErrors: Type.Integer(),
  pendingCalls: Type.Integer(),
  /** Direct subagents. */
  children: Type.Integer(),
  /** Sessions below it, however deep. */
  descendants: Type.Integer(),
  /** What counts here; a request that another session wrote first counts there. */
  tokens: TokenUsage,
  /** `tokens` of it and of everything below it: each request once. */
  subtreeTokens: TokenUsage,
  activity: SessionActivity,
});
export type SessionTreeNode = Static<typeof SessionTreeNode>;

/** A session that works in a team of equals: each has a transcript of its own and no call spawned it. */
export const TeamMember = Type.Object({
  id: Type.String(),
  title: Type.String(),
  /** Its name in the team; absent on the one that leads. */
  name: Type.Optional(Type.String()),
  startedAt: Type.Optional(Type.String()),
  lastAt: Type.Optional(Type.String()),
  tokens: TokenUsage,
  activity: SessionActivity,
});
export type TeamMember = Static<typeof TeamMember>;

export const SessionTree = Type.Object({
  /** Sessions above the first node, topmost first. */
  ancestors: Type.Array(Type.Object({ id: Type.String(), title: Type.String() })),
  /** Parents before their children, siblings in the order they began. */
  nodes: Type.Array(SessionTreeNode),
  /** Sessions in the tree; more than `nodes` when it is too large for one answer. */
  total: Type.Integer(),
  /** Teams the first node takes part in, with every member. */
  teams: Type.Array(Type.Object({ name: Type.String(), members: Type.Array(TeamMember) })),
});
export type SessionTree = Static<typeof SessionTree>;
