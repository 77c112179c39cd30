import { FeedKind, FeedPage, FileAccess, FileEditPage, SessionTree as Tree } from '@belfry/core';
import Type, { type Static } from 'typebox';
import { asOf } from './as-of.ts';

const names = Type.Optional(Type.Array(Type.String(), { maxItems: 100 }));
const cursor = Type.Optional(Type.String());

export const SessionTreeQuery = Type.Object(
  {
    whole: Type.Optional(
      Type.Boolean({ description: 'From the topmost ancestor on; default: the session and what is below it.' }),
    ),
  },
  { additionalProperties: false },
);
export type SessionTreeQuery = Static<typeof SessionTreeQuery>;

export const SessionTree = Type.Intersect([Tree, Type.Object({ asOf })]);
export type SessionTree = Static<typeof SessionTree>;

/** All given filters must hold; lists mean "any of". */
export const FeedListQuery = Type.Object(
  {
    agent: names,
    project: names,
    kind: Type.Optional(
      Type.Array(FeedKind, { maxItems: 30, description: 'Variants of messages and kinds of tools; default all.' }),
    ),
    hasError: Type.Optional(
      Type.Boolean({ description: 'Only errors of the agent and calls that failed; false: only others.' }),
    ),
    from: Type.Optional(Type.String({ description: 'Day (YYYY-MM-DD, in `timezone`) or instant (ISO 8601).' })),
    to: Type.Optional(Type.String({ description: 'Day (that day included) or instant (excluded).' })),
    timezone: Type.Optional(Type.String({ description: 'IANA zone the days are meant in; default UTC.' })),
    cursor,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
  },
  { additionalProperties: false },
);
export type FeedListQuery = Static<typeof FeedListQuery>;

export const FeedList = Type.Intersect([FeedPage, Type.Object({ asOf })]);
export type FeedList = Static<typeof FeedList>;

/** All given filters must hold; lists mean "any of". */
export const EditListQuery = Type.Object(
  {
    path: Type.Optional(
      Type.String({
        maxLength: 4_096,
        description:
          'An absolute path: that file, or everything below that directory. Else the end of a path: engine.ts, src/engine.ts.',
      }),
    ),
    text: Type.Optional(Type.String({ maxLength: 500, description: 'Any piece of the path, ignoring case.' })),
    agent: names,
    project: names,
    session: Type.Optional(Type.String({ description: 'Public id: only what this session touched.' })),
    access: Type.Optional(Type.Array(FileAccess, { maxItems: 2, description: 'Default write.' })),
    includeFailed: Type.Optional(
      Type.Boolean({ description: 'Calls that failed or were refused, too: they touched nothing.' }),
    ),
    cursor,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  },
  { additionalProperties: false },
);
export type EditListQuery = Static<typeof EditListQuery>;

export const EditList = Type.Intersect([FileEditPage, Type.Object({ asOf })]);
export type EditList = Static<typeof EditList>;
