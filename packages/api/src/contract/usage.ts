import {
  CostSeries,
  DerivedState,
  QuotaReport,
  RequestUsage,
  SessionUsage,
  SessionUsageRow,
  UsageBlocks,
  UsageGranularity,
  UsageSummary,
  Weekday,
} from '@belfry/core';
import Type, { type Static } from 'typebox';
import { asOf } from './as-of.ts';

const names = Type.Optional(Type.Array(Type.String(), { maxItems: 100 }));
const page = {
  cursor: Type.Optional(Type.String()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
};

/** Which usage: a range of days and filters. Lists mean "any of"; what is excluded stays out whatever includes it. */
const usageFilter = {
  from: Type.Optional(
    Type.String({ description: 'First day, YYYY-MM-DD in `timezone`; default 29 days before `to`.' }),
  ),
  to: Type.Optional(Type.String({ description: 'Last day, YYYY-MM-DD in `timezone`, included; default today.' })),
  all: Type.Optional(Type.Boolean({ description: 'From the first request to the last, whatever `from` says.' })),
  timezone: Type.Optional(Type.String({ description: 'IANA zone the days are meant in; default UTC.' })),
  agent: names,
  project: names,
  model: names,
  excludeAgent: names,
  excludeProject: names,
  excludeModel: names,
};

export const UsageSummaryQuery = Type.Object(
  {
    ...usageFilter,
    granularity: Type.Optional(UsageGranularity),
    weekStart: Type.Optional(Weekday),
    breakdowns: Type.Optional(
      Type.Boolean({ description: '`false` leaves the breakdowns of each row empty.', default: true }),
    ),
  },
  { additionalProperties: false },
);
export type UsageSummaryQuery = Static<typeof UsageSummaryQuery>;

const freshness = {
  asOf,
  /** How much is still as the parser of an older belfry counted it; absent when all of it is of today. */
  recounting: Type.Optional(DerivedState),
};
const stamp = Type.Object(freshness);

export const UsageSummaryAnswer = Type.Intersect([UsageSummary, stamp]);
export type UsageSummaryAnswer = Static<typeof UsageSummaryAnswer>;

export const SessionUsageSort = Type.Union([Type.Literal('cost'), Type.Literal('tokens'), Type.Literal('recent')]);
export type SessionUsageSort = Static<typeof SessionUsageSort>;

export const UsageSessionsQuery = Type.Object(
  {
    ...usageFilter,
    sort: Type.Optional(SessionUsageSort),
    session: Type.Optional(
      Type.Array(Type.String(), {
        maxItems: 100,
        description: 'Public ids: only these, each with everything below it in its one row.',
      }),
    ),
    ...page,
  },
  { additionalProperties: false },
);
export type UsageSessionsQuery = Static<typeof UsageSessionsQuery>;

export const UsageSessionList = Type.Object({
  items: Type.Array(SessionUsageRow),
  next: Type.Optional(Type.String()),
  total: Type.Integer(),
  ...freshness,
});
export type UsageSessionList = Static<typeof UsageSessionList>;

export const SessionUsageAnswer = Type.Intersect([SessionUsage, stamp]);
export type SessionUsageAnswer = Static<typeof SessionUsageAnswer>;

export const SessionRequestsQuery = Type.Object(
  { includeSubagents: Type.Optional(Type.Boolean()), ...page },
  { additionalProperties: false },
);
export type SessionRequestsQuery = Static<typeof SessionRequestsQuery>;

/** Requests in order of time, those without one last. */
export const SessionRequestList = Type.Object({
  items: Type.Array(RequestUsage),
  next: Type.Optional(Type.String()),
  total: Type.Integer(),
  ...freshness,
});
export type SessionRequestList = Static<typeof SessionRequestList>;

export const CostSeriesQuery = Type.Object(
  {
    includeSubagents: Type.Optional(Type.Boolean({ default: true })),
    points: Type.Optional(Type.Integer({ minimum: 2, maximum: 5000, default: 500 })),
  },
  { additionalProperties: false },
);
export type CostSeriesQuery = Static<typeof CostSeriesQuery>;

export const CostSeriesAnswer = Type.Intersect([CostSeries, stamp]);
export type CostSeriesAnswer = Static<typeof CostSeriesAnswer>;

export const UsageBlocksQuery = Type.Object(
  {
    agent: Type.Optional(Type.String({ description: 'Default claude.' })),
    from: usageFilter.from,
    to: usageFilter.to,
    all: usageFilter.all,
    timezone: usageFilter.timezone,
    sessionHours: Type.Optional(
      Type.Number({ minimum: 1, maximum: 168, multipleOf: 0.25, description: 'Length of a window; default 5.' }),
    ),
    tokenLimit: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Adds `tokenLimitStatus` to the active block.' }),
    ),
    active: Type.Optional(Type.Boolean({ description: 'Only the block that runs now.' })),
  },
  { additionalProperties: false },
);
export type UsageBlocksQuery = Static<typeof UsageBlocksQuery>;

export const UsageBlocksAnswer = Type.Intersect([UsageBlocks, stamp]);
export type UsageBlocksAnswer = Static<typeof UsageBlocksAnswer>;

export const QuotaQuery = Type.Object(
  {
    agent: names,
    from: Type.Optional(Type.String({ description: 'Day in `timezone` or instant; default 7 days ago.' })),
    to: Type.Optional(Type.String({ description: 'Day in `timezone`, included, or instant; default now.' })),
    timezone: usageFilter.timezone,
    points: Type.Optional(
      Type.Integer({ minimum: 2, maximum: 5000, default: 500, description: 'Samples of each window at most.' }),
    ),
  },
  { additionalProperties: false },
);
export type QuotaQuery = Static<typeof QuotaQuery>;

export const QuotaAnswer = Type.Intersect([QuotaReport, stamp]);
export type QuotaAnswer = Static<typeof QuotaAnswer>;
