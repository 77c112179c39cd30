import Type, { type Static } from 'typebox';

/**
 * What a session does, as far as its records tell.
 * working: it writes, or works on a call · idle: its turn has ended · ended: the call that spawned it was answered ·
 * failed: that call's answer is an error · unknown: something is left open and nothing was written for a while.
 */
export const ActivityState = Type.Union([
  Type.Literal('working'),
  Type.Literal('idle'),
  Type.Literal('ended'),
  Type.Literal('failed'),
  Type.Literal('unknown'),
]);
export type ActivityState = Static<typeof ActivityState>;

/**
 * What a state rests on.
 * recent-record, quiet: the last record, lately or a while ago · open-calls: calls without an answer · last-word: the
 * last record is a reply · call-open, call-answered, call-failed: the call that spawned it.
 */
export const ActivitySign = Type.Union([
  Type.Literal('recent-record'),
  Type.Literal('quiet'),
  Type.Literal('open-calls'),
  Type.Literal('last-word'),
  Type.Literal('call-open'),
  Type.Literal('call-answered'),
  Type.Literal('call-failed'),
]);
export type ActivitySign = Static<typeof ActivitySign>;

export const SessionActivity = Type.Object({
  state: ActivityState,
  /** Weightiest first. */
  evidence: Type.Array(
    Type.Object({
      sign: ActivitySign,
      /** ISO 8601 UTC of the record; absent when it has no time. */
      at: Type.Optional(Type.String()),
      /** How many, for `open-calls`. */
      count: Type.Optional(Type.Integer()),
    }),
  ),
});
export type SessionActivity = Static<typeof SessionActivity>;
