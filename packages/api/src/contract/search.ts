import { MessageRole, SearchKind, SearchPage } from '@belfry/core';
import Type, { type Static } from 'typebox';
import { asOf } from './as-of.ts';

const names = Type.Optional(Type.Array(Type.String(), { maxItems: 100 }));

/** All given filters must hold; lists mean "any of". */
export const SearchListQuery = Type.Object(
  {
    q: Type.String({
      maxLength: 2_000,
      description: 'Words, all of which must occur; "quoted words" as a phrase; -word must not; word* as a beginning.',
    }),
    match: Type.Optional(
      Type.Union([Type.Literal('auto'), Type.Literal('words'), Type.Literal('any'), Type.Literal('text')], {
        description:
          'words: by the index. any: one of the words is enough. text: q letter by letter, any piece of a path or message. auto (default): words, and text when these find nothing.',
      }),
    ),
    kind: Type.Optional(Type.Array(SearchKind, { maxItems: 4 })),
    role: Type.Optional(Type.Array(MessageRole, { maxItems: 3 })),
    agent: names,
    project: names,
    branch: names,
    tool: Type.Optional(
      Type.Array(Type.String(), { maxItems: 100, description: 'Name or kind of a tool, e.g. Bash or shell.' }),
    ),
    hasError: Type.Optional(
      Type.Boolean({ description: 'Only calls that failed and errors of the agent; false: only others.' }),
    ),
    session: Type.Optional(Type.String({ description: 'Public id: find in this session.' })),
    includeSubagents: Type.Optional(Type.Boolean({ description: 'With `session`: in its subagents too.' })),
    onlySubagents: Type.Optional(Type.Boolean({ description: 'With `session`: in its subagents, and not in itself.' })),
    from: Type.Optional(Type.String({ description: 'Day (YYYY-MM-DD, in `timezone`) or instant (ISO 8601).' })),
    to: Type.Optional(Type.String({ description: 'Day (that day included) or instant (excluded).' })),
    timezone: Type.Optional(Type.String({ description: 'IANA zone the days are meant in; default UTC.' })),
    sort: Type.Optional(
      Type.Union([Type.Literal('newest'), Type.Literal('oldest'), Type.Literal('relevance')], {
        description: 'Default newest; a scan (match text) knows newest only.',
      }),
    ),
    cursor: Type.Optional(Type.String()),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  },
  { additionalProperties: false },
);
export type SearchListQuery = Static<typeof SearchListQuery>;

export const SearchList = Type.Intersect([SearchPage, Type.Object({ asOf })]);
export type SearchList = Static<typeof SearchList>;
