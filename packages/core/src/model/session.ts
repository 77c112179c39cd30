import Type, { type Static } from 'typebox';
import { TokenUsage } from './usage.ts';

export const SessionRelation = Type.Union([
  Type.Literal('subagent'),
  Type.Literal('fork'),
  Type.Literal('continuation'),
]);
export type SessionRelation = Static<typeof SessionRelation>;

export const TitleSource = Type.Union([
  Type.Literal('custom'),
  Type.Literal('agent'),
  Type.Literal('summary'),
  Type.Literal('prompt'),
  Type.Literal('none'),
]);
export type TitleSource = Static<typeof TitleSource>;

/** A session as lists and events show it. */
export const SessionView = Type.Object({
  id: Type.String(),
  agent: Type.String(),
  machine: Type.String(),
  root: Type.String(),
  /** Custom title > agent's title > summary > first prompt; empty when there is none of these. */
  title: Type.String(),
  titleSource: TitleSource,
  project: Type.String(),
  cwd: Type.Optional(Type.String()),
  branch: Type.Optional(Type.String()),
  models: Type.Array(Type.String()),
  versions: Type.Array(Type.String()),
  entrypoint: Type.Optional(Type.String()),
  parentId: Type.Optional(Type.String()),
  relation: Type.Optional(SessionRelation),
  /** Tool call of the parent that spawned this subagent. */
  parentCallId: Type.Optional(Type.String()),
  agentType: Type.Optional(Type.String()),
  /** ISO 8601 UTC of the first and last record; absent when no record has a time. */
  startedAt: Type.Optional(Type.String()),
  lastAt: Type.Optional(Type.String()),
  messages: Type.Integer(),
  /** Prompts typed by a human, queued ones included. */
  prompts: Type.Integer(),
  toolCalls: Type.Integer(),
  toolErrors: Type.Integer(),
  pendingCalls: Type.Integer(),
  children: Type.Integer(),
  issues: Type.Integer(),
  /** Tokens of the requests this session's records show, each once inside the session. */
  tokens: TokenUsage,
  /** The part of `tokens` elected to count here; the rest counts in another session that wrote it first. */
  countedTokens: TokenUsage,
  /** Prompt size of the last request, and the model's window when the agent tells it. */
  contextTokens: Type.Optional(Type.Integer()),
  contextWindow: Type.Optional(Type.Integer()),
  /** Every source of this session has vanished; the archive keeps it. */
  sourceGone: Type.Boolean(),
  /** One line of the latest message or tool call, and what it was. */
  lastPreview: Type.String(),
  lastKind: Type.String(),
});
export type SessionView = Static<typeof SessionView>;

export const SessionDetail = Type.Intersect([
  SessionView,
  Type.Object({
    sources: Type.Array(
      Type.Object({
        path: Type.String(),
        root: Type.String(),
        role: Type.String(),
        bytes: Type.Integer(),
        generation: Type.Integer(),
        gone: Type.Boolean(),
      }),
    ),
    /** What the agent itself said this session cost, when it did; micro-dollars. */
    reportedCostMicros: Type.Optional(Type.Integer()),
    permissionMode: Type.Optional(Type.String()),
    forks: Type.Array(Type.String()),
    asOf: Type.Optional(Type.String()),
  }),
]);
export type SessionDetail = Static<typeof SessionDetail>;
