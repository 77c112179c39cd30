import Type, { type Static } from 'typebox';

export const QuotaPoint = Type.Object({
  /** ISO 8601 UTC. */
  at: Type.String(),
  usedPercent: Type.Number(),
  resetsAt: Type.Optional(Type.String()),
});
export type QuotaPoint = Static<typeof QuotaPoint>;

/** How fast the current window fills, measured on its own samples. */
export const QuotaBurn = Type.Object({
  percentPerHour: Type.Number(),
  /** Band of the rate: 90 % confidence, never narrower than what the rounding of percentages hides. */
  low: Type.Number(),
  high: Type.Number(),
  /** Time the rate was measured over. */
  from: Type.String(),
  to: Type.String(),
  samples: Type.Integer(),
});
export type QuotaBurn = Static<typeof QuotaBurn>;

/** Where the current window goes when the rate stays as it is. */
export const QuotaForecast = Type.Object({
  /** ISO 8601 UTC when 100 % is reached; absent when the window resets before. */
  runsOutAt: Type.Optional(Type.String()),
  /** Error band of `runsOutAt`; a missing edge lies beyond the reset. */
  earliest: Type.Optional(Type.String()),
  latest: Type.Optional(Type.String()),
  /** At the reset; absent when that is not known. */
  percentAtReset: Type.Optional(Type.Object({ expected: Type.Number(), low: Type.Number(), high: Type.Number() })),
});
export type QuotaForecast = Static<typeof QuotaForecast>;

/** Percentage points of the current window by the sessions that ran while it filled. */
export const QuotaShare = Type.Object({
  sessionId: Type.String(),
  displayName: Type.String(),
  project: Type.String(),
  percentPoints: Type.Number(),
  costMicros: Type.Integer(),
  totalTokens: Type.Integer(),
});
export type QuotaShare = Static<typeof QuotaShare>;

/** One official rate-limit window of an agent. */
export const QuotaWindow = Type.Object({
  agent: Type.String(),
  /** The window's own name. */
  limit: Type.String(),
  /** For people, e.g. `5 h`, `7 d`; the own name when the length is not known. */
  label: Type.String(),
  windowMinutes: Type.Optional(Type.Integer()),
  plan: Type.Optional(Type.String()),
  /** Latest sample. */
  current: QuotaPoint,
  /**
   * The percentage is history: the window of `current` has reset since, or the sample is older than the window is long.
   * Where neither reset nor length was told, a day.
   */
  isExpired: Type.Boolean(),
  /** Samples in the range asked for, ascending, each change once. */
  samples: Type.Array(QuotaPoint),
  burn: Type.Optional(QuotaBurn),
  forecast: Type.Optional(QuotaForecast),
  /** Estimated from cost while the percentage rose. Most first. */
  shares: Type.Array(QuotaShare),
  /** Points that rose while belfry saw no request of this agent: other machines, other programs. */
  unattributedPercentPoints: Type.Number(),
});
export type QuotaWindow = Static<typeof QuotaWindow>;

export const QuotaReport = Type.Object({
  /** Always official: what agents were told by their providers. */
  official: Type.Literal(true),
  windows: Type.Array(QuotaWindow),
});
export type QuotaReport = Static<typeof QuotaReport>;
