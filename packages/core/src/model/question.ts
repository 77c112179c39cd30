import Type, { type Static } from 'typebox';

export const QuestionChoice = Type.Object({
  label: Type.String(),
  description: Type.Optional(Type.String()),
});
export type QuestionChoice = Static<typeof QuestionChoice>;

/** One question as the agent asks it. */
export const AskedQuestion = Type.Object({
  /** One line, ≤ 240 characters. */
  text: Type.String(),
  /** The agent's own short name for it. */
  header: Type.Optional(Type.String()),
  /** In the order shown; none when any text is an answer, or the choices are not known. */
  choices: Type.Array(QuestionChoice),
  /** More than one choice may be taken. */
  multiple: Type.Boolean(),
});
export type AskedQuestion = Static<typeof AskedQuestion>;

/**
 * permission: may a tool be run · choice: the agent asks its user · plan: may a plan be carried out · reply: the turn
 * ended with words that ask for an answer.
 */
export const QuestionKind = Type.Union([
  Type.Literal('permission'),
  Type.Literal('choice'),
  Type.Literal('plan'),
  Type.Literal('reply'),
]);
export type QuestionKind = Static<typeof QuestionKind>;

/** What a session waits for its user to say. */
export const OpenQuestion = Type.Object({
  kind: QuestionKind,
  /** The call that waits, when it is known. */
  callId: Type.Optional(Type.String()),
  /** Name of the tool that asks, or is asked for, and what it would do. */
  tool: Type.Optional(Type.String()),
  summary: Type.Optional(Type.String()),
  questions: Type.Array(AskedQuestion),
  /** ISO 8601 UTC */
  askedAt: Type.String(),
});
export type OpenQuestion = Static<typeof OpenQuestion>;
