import { IssueView } from '@belfry/core';
import Type, { type Static } from 'typebox';
import { asOf } from './as-of.ts';

export const NameCount = Type.Object({
  name: Type.String(),
  sessions: Type.Integer(),
  /** ISO 8601 UTC of the latest record. */
  lastAt: Type.Optional(Type.String()),
});

export type NameCount = Static<typeof NameCount>;

/** Projects, agents or machines with their number of sessions. */
export const NameList = Type.Object({ items: Type.Array(NameCount), asOf });
export type NameList = Static<typeof NameList>;

export const Stats = Type.Object({
  /** Those the session list shows; subagents are counted apart. */
  sessions: Type.Integer(),
  subagents: Type.Integer(),
  messages: Type.Integer(),
  toolCalls: Type.Integer(),
  requests: Type.Integer(),
  sources: Type.Integer(),
  sourcesGone: Type.Integer(),
  sourceBytes: Type.Integer(),
  archiveBytes: Type.Integer(),
  issues: Type.Integer(),
  agents: Type.Array(NameCount),
  asOf,
});
export type Stats = Static<typeof Stats>;

export const IssueListQuery = Type.Object(
  {
    code: Type.Optional(Type.String()),
    agent: Type.Optional(Type.String()),
    sessionId: Type.Optional(Type.String()),
    cursor: Type.Optional(Type.String()),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
  },
  { additionalProperties: false },
);
export type IssueListQuery = Static<typeof IssueListQuery>;

export const IssueList = Type.Object({
  items: Type.Array(IssueView),
  next: Type.Optional(Type.String()),
  total: Type.Integer(),
  asOf,
});
export type IssueList = Static<typeof IssueList>;
