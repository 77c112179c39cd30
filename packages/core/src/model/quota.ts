import Type, { type Static } from 'typebox';

/** Official percentage of one rate-limit window at a time. */
export const QuotaSample = Type.Object({
  agent: Type.String(),
  /** The window's own name, e.g. `five_hour`, `primary`; label by `windowMinutes` when known. */
  limit: Type.String(),
  windowMinutes: Type.Optional(Type.Integer()),
  /** 0 to 100, above 100 occurs. */
  usedPercent: Type.Number(),
  /** ISO 8601 UTC. */
  resetsAt: Type.Optional(Type.String()),
  at: Type.String(),
  plan: Type.Optional(Type.String()),
});
export type QuotaSample = Static<typeof QuotaSample>;
