import Type, { type Static } from 'typebox';
import { OpenQuestion } from './question.ts';

/**
 * What a session does now.
 * working: a turn goes on · needs-permission, needs-answer: it waits for its user · idle: its turn ended, or none was
 * begun · stalled: a turn goes on, but nothing was heard of it for long · failed: its turn ended with an error ·
 * ended: its agent has left · unknown: what was heard does not tell.
 */
export const StateName = Type.Union([
  Type.Literal('working'),
  Type.Literal('needs-permission'),
  Type.Literal('needs-answer'),
  Type.Literal('idle'),
  Type.Literal('stalled'),
  Type.Literal('failed'),
  Type.Literal('ended'),
  Type.Literal('unknown'),
]);
export type StateName = Static<typeof StateName>;

/** Who said it, most to be trusted first. */
export const EvidenceSource = Type.Union([
  Type.Literal('hook'),
  Type.Literal('transcript'),
  Type.Literal('status-line'),
  Type.Literal('process'),
  Type.Literal('pane'),
]);
export type EvidenceSource = Static<typeof EvidenceSource>;

/** certain: it was said · likely: it follows from what is usual · guess: nothing speaks against it. */
export const Certainty = Type.Union([Type.Literal('certain'), Type.Literal('likely'), Type.Literal('guess')]);
export type Certainty = Static<typeof Certainty>;

/** One thing that was heard of a session and speaks for a state. */
export const StateEvidence = Type.Object({
  source: EvidenceSource,
  /** Stable word for programs, e.g. `permission-asked`, `turn-ended`, `quiet`. */
  sign: Type.String(),
  /** ISO 8601 UTC */
  at: Type.String(),
  /** For people, one sentence. */
  text: Type.String(),
});
export type StateEvidence = Static<typeof StateEvidence>;

/** Subagents of a session that have not ended, by what they do. */
export const SubagentCounts = Type.Object({
  working: Type.Integer(),
  /** For a permission or an answer. */
  waiting: Type.Integer(),
});
export type SubagentCounts = Static<typeof SubagentCounts>;

/** Why a turn ended badly. */
export const TurnFailure = Type.Object({
  /** rate-limit: of the provider or the plan · api: any other answer of the provider · other: the agent's own. */
  kind: Type.Union([Type.Literal('rate-limit'), Type.Literal('api'), Type.Literal('other')]),
  text: Type.String(),
});
export type TurnFailure = Static<typeof TurnFailure>;

/** What belfry believes of a session, since when, why, and what would change it. */
export const SessionState = Type.Object({
  sessionId: Type.String(),
  state: StateName,
  /** ISO 8601 UTC: when it came to be so, not when it was heard. */
  since: Type.String(),
  certainty: Certainty,
  /** Weightiest first. */
  evidence: Type.Array(StateEvidence),
  /** For people, one sentence each. */
  wouldChange: Type.Array(Type.String()),
  /** With `needs-permission` and `needs-answer`: what is asked, when that is known. */
  question: Type.Optional(OpenQuestion),
  /** With `failed`. */
  failure: Type.Optional(TurnFailure),
  openCalls: Type.Integer(),
  subagents: SubagentCounts,
  /** ISO 8601 UTC: since when the turn goes on; absent between turns. */
  turnSince: Type.Optional(Type.String()),
  /** ISO 8601 UTC: when a person last said something to it. */
  humanAt: Type.Optional(Type.String()),
});
export type SessionState = Static<typeof SessionState>;
