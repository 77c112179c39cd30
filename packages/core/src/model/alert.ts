import Type, { type Static } from 'typebox';
import { StateEvidence } from './session-state.ts';

/** urgent: somebody is waited for, or harm is done · warning: it will soon be so · info: good to know. */
export const AlertSeverity = Type.Union([Type.Literal('urgent'), Type.Literal('warning'), Type.Literal('info')]);
export type AlertSeverity = Static<typeof AlertSeverity>;

/** Why an alert stands no more: its condition went, its session ended, or its rule was switched off. */
export const ClearReason = Type.Union([Type.Literal('resolved'), Type.Literal('ended'), Type.Literal('disabled')]);
export type ClearReason = Static<typeof ClearReason>;

/** What a rule found about a session, or about everything. Several may stand on one session. */
export const Alert = Type.Object({
  /** Stable over restarts: made of rule, subject and the time it was raised. */
  id: Type.String(),
  rule: Type.String(),
  severity: AlertSeverity,
  /** Absent when it is about more than one session. */
  sessionId: Type.Optional(Type.String()),
  /** What it is about when that is no session, or one of several things in it, e.g. `claude five_hour`. */
  key: Type.Optional(Type.String()),
  agent: Type.Optional(Type.String()),
  project: Type.Optional(Type.String()),
  /** ISO 8601 UTC: since when its condition holds, and when it was raised (after the rule's dwell). */
  since: Type.String(),
  raisedAt: Type.String(),
  /** For people: a few words, and one sentence. */
  title: Type.String(),
  details: Type.String(),
  /** Figures of the finding, for programs. */
  data: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
  evidence: Type.Array(StateEvidence),
  /** It may ring: not muted, not snoozed, not in quiet hours when it was raised. */
  rings: Type.Boolean(),
  acknowledgedAt: Type.Optional(Type.String()),
  snoozedUntil: Type.Optional(Type.String()),
  clearedAt: Type.Optional(Type.String()),
  clearReason: Type.Optional(ClearReason),
});
export type Alert = Static<typeof Alert>;
