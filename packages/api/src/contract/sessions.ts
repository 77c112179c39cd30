import { RawRecord, SessionDetail, SessionFacets, SessionView } from '@belfry/core';
import Type, { type Static } from 'typebox';
import { asOf } from './as-of.ts';

const names = Type.Optional(Type.Array(Type.String(), { maxItems: 100 }));

export const SessionParams = Type.Object({
  /** Public id, `<agent>:<native id>`; percent-encode it. */
  id: Type.String(),
});

const filters = {
  agent: names,
  project: names,
  branch: names,
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
  hasError: Type.Optional(Type.Boolean({ description: 'A call that failed, or an error of the agent.' })),
  hasChildren: Type.Optional(Type.Boolean({ description: 'Subagents, forks or continuations came from it.' })),
  sourceGone: Type.Optional(Type.Boolean({ description: 'Every source of it has vanished.' })),
  hasIssues: Type.Optional(Type.Boolean({ description: 'A part of it could not be read.' })),
  text: Type.Optional(
    Type.String({ maxLength: 500, description: 'Title, project, branch or id contains this, ignoring case.' }),
  ),
  includeSubagents: Type.Optional(Type.Boolean()),
};

/** All given filters must hold; lists mean "any of". */
export const SessionListQuery = Type.Object(
  {
    ...filters,
    sort: Type.Optional(
      Type.Union(
        [
          Type.Literal('recent'),
          Type.Literal('oldest'),
          Type.Literal('longest'),
          Type.Literal('tokens'),
          Type.Literal('messages'),
          Type.Literal('project'),
        ],
        { description: 'Default recent; project: by name, inside a project most recent first.' },
      ),
    ),
    cursor: Type.Optional(Type.String()),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
  },
  { additionalProperties: false },
);
export type SessionListQuery = Static<typeof SessionListQuery>;

/** The filters of the list, and how many months up to today's to count sessions in. */
export const SessionFacetsQuery = Type.Object(
  { ...filters, months: Type.Optional(Type.Integer({ minimum: 1, maximum: 60, default: 12 })) },
  { additionalProperties: false },
);
export type SessionFacetsQuery = Static<typeof SessionFacetsQuery>;

export const SessionFacetCounts = Type.Intersect([
  Type.Omit(SessionFacets, ['spans']),
  Type.Object({
    /** Calendar months in `timezone`, oldest first; a session counts in each month it has a record in. */
    months: Type.Array(Type.Object({ month: Type.String(), sessions: Type.Integer() })),
    asOf,
  }),
]);
export type SessionFacetCounts = Static<typeof SessionFacetCounts>;

export const RawRecordParams = Type.Object({
  id: Type.String(),
  /** Message key, or call id for a call and its results. */
  key: Type.String(),
});

export const RawRecordList = Type.Object({ items: Type.Array(RawRecord), asOf });
export type RawRecordList = Static<typeof RawRecordList>;

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
