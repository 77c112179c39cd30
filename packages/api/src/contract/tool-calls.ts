import { ToolCallDetail as CallDetail, ToolCallView } from '@belfry/core';
import Type, { type Static } from 'typebox';
import { asOf } from './as-of.ts';

export const ToolCallListQuery = Type.Object(
  {
    cursor: Type.Optional(Type.String()),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
  },
  { additionalProperties: false },
);
export type ToolCallListQuery = Static<typeof ToolCallListQuery>;

export const ToolCallList = Type.Object({
  items: Type.Array(ToolCallView),
  next: Type.Optional(Type.String()),
  total: Type.Integer(),
  asOf,
});
export type ToolCallList = Static<typeof ToolCallList>;

export const ToolCallParams = Type.Object({ id: Type.String(), callId: Type.String() });

/** One call with its whole results, what it changed, and what came before and after. */
export const ToolCallDetail = Type.Intersect([CallDetail, Type.Object({ asOf })]);
export type ToolCallDetail = Static<typeof ToolCallDetail>;
