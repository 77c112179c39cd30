import { SessionDetail, SessionView } from '@belfry/core';
import Type, { type Static } from 'typebox';
import { asOf } from './as-of.ts';

const names = Type.Optional(Type.Array(Type.String(), { maxItems: 100 }));

export const SessionParams = Type.Object({
  /** Public id, `<agent>:<native id>`; percent-encode it. */
  id: Type.String(),
});

/** All given filters must hold; lists mean "any of". */
export const SessionListQuery = Type.Object(
  {
    agent: names,
    project: names,
    machine: names,
    from: Type.Optional(
      Type.String({
        description: 'Day (YYYY-MM-DD, in `timezone`) or instant (ISO 8601): with a record from here on.',
      }),
    ),
    to: Type.Optional(
      Type.String({ description: 'Day (YYYY-MM-DD, that day included) or instant (excluded): with a record before.' }),
    ),
    timezone: Type.Optional(Type.String({ description: 'IANA zone the days are meant in; default UTC.' })),
    hasError: Type.Optional(Type.Boolean()),
    text: Type.Optional(
      Type.String({ maxLength: 500, description: 'Title, project, branch or id contains this, ignoring case.' }),
    ),
    includeSubagents: Type.Optional(Type.Boolean()),
    sort: Type.Optional(
      Type.Union([
        Type.Literal('recent'),
        Type.Literal('oldest'),
        Type.Literal('longest'),
        Type.Literal('tokens'),
        Type.Literal('messages'),
      ]),
    ),
    cursor: Type.Optional(Type.String()),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
  },
  { additionalProperties: false },
);
export type SessionListQuery = Static<typeof SessionListQuery>;

export const SessionList = Type.Object({
  items: Type.Array(SessionView),
  /** Cursor of the next page; absent on the last one. */
  next: Type.Optional(Type.String()),
  total: Type.Integer(),
  asOf,
});
export type SessionList = Static<typeof SessionList>;

export const ChildList = Type.Object({ items: Type.Array(SessionView), asOf });
export type ChildList = Static<typeof ChildList>;

/** Exactly one of the two. */
export const SessionSyncBody = Type.Object(
  {
    /** Absolute path of a session file below a watched root. */
    path: Type.Optional(Type.String({ minLength: 1 })),
    id: Type.Optional(Type.String({ minLength: 1 })),
  },
  { additionalProperties: false },
);
export type SessionSyncBody = Static<typeof SessionSyncBody>;

export { SessionDetail };
