import { DiskUsage } from '@belfry/core';
import Type, { type Static } from 'typebox';
import { asOf } from './as-of.ts';

const names = Type.Optional(Type.Array(Type.String(), { maxItems: 100 }));

export const DiskListQuery = Type.Object(
  {
    by: Type.Optional(
      Type.Union([Type.Literal('agent'), Type.Literal('project'), Type.Literal('session')], {
        description: 'What is grouped; default agent. A session counts with its subagents and side-cars.',
      }),
    ),
    agent: names,
    project: names,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
  },
  { additionalProperties: false },
);
export type DiskListQuery = Static<typeof DiskListQuery>;

export const DiskReport = Type.Intersect([DiskUsage, Type.Object({ asOf })]);
export type DiskReport = Static<typeof DiskReport>;
