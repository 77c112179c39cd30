import Type, { type Static } from 'typebox';
import { AskedQuestion, QuestionKind } from './model/question.ts';
import { QuotaSample } from './model/quota.ts';
import { ToolKind } from './model/tool-call.ts';

const base = {
  agent: Type.String(),
  /** Native id of the session, without the agent's prefix; a subagent's is `<parent>/<agent id>`. */
  session: Type.String(),
  /** When it was said, or seen; ms since 1970 UTC. */
  at: Type.Integer(),
};

/** What a hook tells, the same for all agents; `other` is kept but judges nothing. */
export const HookKind = Type.Union([
  Type.Literal('session-started'),
  Type.Literal('session-ended'),
  Type.Literal('prompted'),
  Type.Literal('tool-started'),
  Type.Literal('tool-finished'),
  Type.Literal('tool-failed'),
  Type.Literal('permission-asked'),
  Type.Literal('permission-denied'),
  Type.Literal('question-asked'),
  Type.Literal('idle-noticed'),
  Type.Literal('turn-ended'),
  Type.Literal('turn-failed'),
  Type.Literal('subagent-started'),
  Type.Literal('subagent-ended'),
  Type.Literal('compact-started'),
  Type.Literal('compact-ended'),
  Type.Literal('other'),
]);
export type HookKind = Static<typeof HookKind>;

/** One call of an agent's hook. Text in it is cut to a line, ≤ 240 characters. */
export const HookFact = Type.Object({
  type: Type.Literal('hook'),
  ...base,
  kind: HookKind,
  /** The agent's own name of the event, e.g. `PreToolUse`. */
  event: Type.String(),
  cwd: Type.Optional(Type.String()),
  transcriptPath: Type.Optional(Type.String()),
  permissionMode: Type.Optional(Type.String()),
  /** Of tools and permissions; a permission request of Claude Code names no call. */
  tool: Type.Optional(
    Type.Object({
      name: Type.String(),
      kind: ToolKind,
      summary: Type.String(),
      callId: Type.Optional(Type.String()),
    }),
  ),
  /** What is asked, with `permission-asked`, `question-asked`, and the start of a tool that asks. */
  question: Type.Optional(Type.Object({ kind: QuestionKind, questions: Type.Array(AskedQuestion) })),
  /** The prompt, the last words of the turn, the notification, or the error. */
  text: Type.Optional(Type.String()),
  /** Why a session started or ended, e.g. `startup`, `resume`, `clear`, `logout`. */
  reason: Type.Optional(Type.String()),
  /** A tool or turn that failed because its user stopped it. */
  interrupted: Type.Optional(Type.Boolean()),
  /** At the end of a turn: what still runs in the background. */
  background: Type.Optional(Type.Integer()),
});
export type HookFact = Static<typeof HookFact>;

/** One payload of an agent's status line; what it does not tell is absent, never 0. */
export const StatusLineFact = Type.Object({
  type: Type.Literal('status-line'),
  ...base,
  cwd: Type.Optional(Type.String()),
  model: Type.Optional(Type.String()),
  /** Tokens of the window, and how much of it is taken. */
  contextWindow: Type.Optional(Type.Integer()),
  contextTokens: Type.Optional(Type.Integer()),
  /** 0 to 100. */
  contextPercent: Type.Optional(Type.Number()),
  /** Micro-dollars since the session began, as the agent says. */
  costMicros: Type.Optional(Type.Integer()),
  quota: Type.Optional(Type.Array(QuotaSample)),
});
export type StatusLineFact = Static<typeof StatusLineFact>;

/** An agent's process, bound to the session it works on. */
export const ProcessFact = Type.Object({
  type: Type.Literal('process'),
  ...base,
  pid: Type.Integer(),
  /** seen: it lives, told at its first sight and again when it is another one · gone: it lives no more. */
  what: Type.Union([Type.Literal('seen'), Type.Literal('gone')]),
  /** Processes it has started and that live, its own helpers left out; absent when nobody looked. */
  children: Type.Optional(Type.Integer()),
  /** belfry, or its user through belfry, ended it. */
  deliberate: Type.Optional(Type.Boolean()),
});
export type ProcessFact = Static<typeof ProcessFact>;

/** What the terminal of a session shows; told when it changes. */
export const PaneFact = Type.Object({
  type: Type.Literal('pane'),
  ...base,
  /** tmux pane id. */
  pane: Type.String(),
  shows: Type.Union([
    Type.Literal('working'),
    Type.Literal('permission'),
    Type.Literal('question'),
    Type.Literal('prompt'),
    Type.Literal('shell'),
    Type.Literal('unknown'),
  ]),
  /** What is asked, as read from the screen. */
  question: Type.Optional(AskedQuestion),
});
export type PaneFact = Static<typeof PaneFact>;

/** What is heard of a session besides its transcript: the other input of attention. */
export const SideFact = Type.Union([HookFact, StatusLineFact, ProcessFact, PaneFact]);
export type SideFact = Static<typeof SideFact>;
