import { Alert, Certainty, SessionState, StateName } from '@belfry/core';
import Type, { type Static } from 'typebox';
import { asOf } from './as-of.ts';

export const StateList = Type.Object({ items: Type.Array(SessionState), asOf });
export type StateList = Static<typeof StateList>;

/** What a session did from then on, until it did something else. */
export const StateMoment = Type.Object({
  state: StateName,
  certainty: Certainty,
  /** Sign of the weightiest evidence. */
  sign: Type.Optional(Type.String()),
  /** ISO 8601 UTC: when it came to be so, and when belfry told it. */
  since: Type.String(),
  toldAt: Type.String(),
});
export type StateMoment = Static<typeof StateMoment>;

export const StateQuery = Type.Object(
  { history: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000, default: 20 })) },
  { additionalProperties: false },
);

export const StateReport = Type.Object({
  state: SessionState,
  /** Latest first, the one that holds included. */
  history: Type.Array(StateMoment),
  /** Those that stand on it. */
  alerts: Type.Array(Alert),
  asOf,
});
export type StateReport = Static<typeof StateReport>;

export const AlertListQuery = Type.Object(
  {
    cleared: Type.Optional(Type.Boolean({ description: 'Also those that stand no more.' })),
    session: Type.Optional(Type.String({ description: 'Public id.' })),
    cursor: Type.Optional(Type.String()),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
  },
  { additionalProperties: false },
);

export const AlertList = Type.Object({
  items: Type.Array(Alert),
  /** Cursor of the next page; absent on the last one. */
  next: Type.Optional(Type.String()),
  total: Type.Integer(),
  asOf,
});
export type AlertList = Static<typeof AlertList>;

export const AlertParams = Type.Object({
  /** Percent-encode it. */
  id: Type.String(),
});

export const SnoozeBody = Type.Object(
  { until: Type.String({ description: 'ISO 8601; at most 30 days ahead.' }) },
  { additionalProperties: false },
);

/** What shall not ring: what has all the given fields, of which there is one at least. */
export const MuteBody = Type.Object(
  {
    sessionId: Type.Optional(Type.String({ minLength: 1 })),
    rule: Type.Optional(Type.String({ minLength: 1 })),
    project: Type.Optional(Type.String({ minLength: 1 })),
    until: Type.Optional(Type.String({ description: 'ISO 8601; without it until it is taken back.' })),
  },
  { additionalProperties: false },
);
export type MuteBody = Static<typeof MuteBody>;

export const MuteView = Type.Object({ id: Type.String(), ...MuteBody.properties });
export type MuteView = Static<typeof MuteView>;

export const MuteList = Type.Object({ items: Type.Array(MuteView) });
export type MuteList = Static<typeof MuteList>;

export const MuteParams = Type.Object({ id: Type.String() });

export { Alert };
