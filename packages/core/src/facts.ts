import Type, { type Static } from 'typebox';
import { FileTouch } from './model/file-touch.ts';
import { MessageRole, MessageVariant } from './model/message.ts';
import { AskedQuestion, QuestionKind } from './model/question.ts';
import { SessionRelation } from './model/session.ts';
import { TurnFailure } from './model/session-state.ts';
import { Span } from './model/source.ts';
import { ToolKind } from './model/tool-call.ts';
import { TokenUsage, UsageBasis } from './model/usage.ts';

const base = {
  /** Native id of the session the fact belongs to (without the agent prefix). */
  session: Type.String(),
  /** Where in the source the record stands. */
  span: Span,
};
const atMs = Type.Optional(Type.Integer());

/**
 * A source that goes on with its session from an earlier place than it had come to. The sources of a session are its
 * parts; names of parts sort in the order they were begun in.
 */
export const Rewind = Type.Object({
  /** Name of the part the source is. */
  part: Type.String(),
  /** End of what is kept of the parts before; absent when nothing is. */
  kept: Type.Optional(Type.Object({ part: Type.String(), offset: Type.Integer() })),
});
export type Rewind = Static<typeof Rewind>;

/**
 * What one record adds to a session. The store folds patches of one source in file order:
 * `first` fields keep the earliest value, `last` fields the latest, sets grow.
 */
export const SessionPatch = Type.Object({
  /** first is kept as `cwd` (it names the project); later ones are kept as `lastCwd`. */
  cwd: Type.Optional(Type.String()),
  /** last */
  branch: Type.Optional(Type.String()),
  /** set, in order of appearance */
  version: Type.Optional(Type.String()),
  /** set, in order of appearance */
  model: Type.Optional(Type.String()),
  /** first */
  entrypoint: Type.Optional(Type.String()),
  /** last of each source; `custom` beats `agent` beats `summary` beats `prompt` (of prompts the first). Empty text takes a title back. */
  title: Type.Optional(
    Type.Object({
      source: Type.Union([
        Type.Literal('custom'),
        Type.Literal('agent'),
        Type.Literal('summary'),
        Type.Literal('prompt'),
      ]),
      text: Type.String(),
    }),
  ),
  /** first; later ones only fill what is missing */
  parent: Type.Optional(
    Type.Object({
      session: Type.String(),
      relation: SessionRelation,
      callId: Type.Optional(Type.String()),
    }),
  ),
  /** first */
  agentType: Type.Optional(Type.String()),
  /** first */
  description: Type.Optional(Type.String()),
  /** first; the team the session works in, and its name there when it does not lead */
  team: Type.Optional(Type.Object({ name: Type.String(), member: Type.Optional(Type.String()) })),
  /** first; what it leaves of other sources is on an abandoned branch */
  rewind: Type.Optional(Rewind),
  /** last */
  permissionMode: Type.Optional(Type.String()),
  /** last, tokens */
  contextWindow: Type.Optional(Type.Integer()),
  /** last, micro-dollars as the agent reported */
  reportedCostMicros: Type.Optional(Type.Integer()),
});
export type SessionPatch = Static<typeof SessionPatch>;

export const SessionFact = Type.Object({ type: Type.Literal('session'), ...base, patch: SessionPatch });

/**
 * A message, or one more record of a message already seen (same `key`): spans are added,
 * `preview` is kept from the first record that has one.
 */
export const MessageFact = Type.Object({
  type: Type.Literal('message'),
  ...base,
  key: Type.String(),
  /** The record's own id; a second record with the same id inside a message is a duplicate and adds nothing. */
  record: Type.String(),
  role: MessageRole,
  variant: MessageVariant,
  at: atMs,
  model: Type.Optional(Type.String()),
  preview: Type.String(),
  /** Copied from a parent session by a fork. */
  inherited: Type.Optional(Type.Boolean()),
});

const Asks = Type.Object({ kind: QuestionKind, questions: Type.Array(AskedQuestion) });

export const ToolCallFact = Type.Object({
  type: Type.Literal('tool-call'),
  ...base,
  callId: Type.String(),
  messageKey: Type.Optional(Type.String()),
  name: Type.String(),
  kind: ToolKind,
  summary: Type.String(),
  at: atMs,
  /** Files the call reads or writes, where its input says so for certain. */
  files: Type.Optional(Type.Array(FileTouch)),
  /** Of a call that is answered by the user. */
  asks: Type.Optional(Asks),
});

/** One result of a call. A call may have several; a result may come before its call or without one. */
export const ToolResultFact = Type.Object({
  type: Type.Literal('tool-result'),
  ...base,
  callId: Type.String(),
  /** Own id of the record that holds the result; makes re-reading idempotent. */
  record: Type.String(),
  isError: Type.Boolean(),
  outcome: Type.String(),
  at: atMs,
  added: Type.Optional(Type.Integer()),
  removed: Type.Optional(Type.Integer()),
  outputBytes: Type.Integer(),
  /** `false` for records that only add detail (exit code, diff) to a result written elsewhere. */
  answers: Type.Boolean(),
  /** What this record says was done to files; completes what the call says of them. */
  files: Type.Optional(Type.Array(FileTouch)),
});

/** The call `callId` of `session` spawned the subagent session `child` (native id). */
export const LinkFact = Type.Object({
  type: Type.Literal('link'),
  ...base,
  callId: Type.String(),
  child: Type.String(),
});

/** A session's claim to a model request. Same `key` in several sessions: one is elected and counts. */
export const RequestFact = Type.Object({
  type: Type.Literal('request'),
  ...base,
  /** Identity of the request over all sessions of the agent. */
  key: Type.String(),
  messageKey: Type.Optional(Type.String()),
  at: atMs,
  model: Type.Optional(Type.String()),
  tokens: TokenUsage,
  basis: UsageBasis,
  /** What changes the price besides the model, e.g. `standard`, `batch`, `priority`, `fast`. */
  priceClass: Type.String(),
  /** Micro-dollars, where the record itself says what the request cost. */
  reportedCostMicros: Type.Optional(Type.Integer()),
  /** Native id of the session the record itself names as the request's. */
  owner: Type.Optional(Type.String()),
});

export const QuotaFact = Type.Object({
  type: Type.Literal('quota'),
  ...base,
  limit: Type.String(),
  windowMinutes: Type.Optional(Type.Integer()),
  usedPercent: Type.Number(),
  resetsAt: atMs,
  at: Type.Integer(),
  plan: Type.Optional(Type.String()),
});

/** Messages of this source (see `Rewind` for those of others) whose first record starts in [from, to) are on an abandoned branch. */
export const AbandonFact = Type.Object({
  type: Type.Literal('abandon'),
  ...base,
  from: Type.Integer(),
  to: Type.Integer(),
});

/** A title for whichever session holds the record `leaf`; that may be another file, read later. */
export const LeafTitleFact = Type.Object({
  type: Type.Literal('leaf-title'),
  ...base,
  leaf: Type.String(),
  text: Type.String(),
});

/**
 * A turn begins or is over, where a record says so. `asks`: it will end with a question. `failed`: an error of the
 * provider or the agent ended it. `interrupted`: its user did. Nothing of it is stored: it tells what the session
 * does now.
 */
export const TurnFact = Type.Object({
  type: Type.Literal('turn'),
  ...base,
  mark: Type.Union([
    Type.Literal('started'),
    Type.Literal('asks'),
    Type.Literal('ended'),
    Type.Literal('interrupted'),
    Type.Literal('failed'),
  ]),
  at: atMs,
  /** The agent's own id of the turn. */
  turn: Type.Optional(Type.String()),
  failure: Type.Optional(TurnFailure),
  /** What its last words ask. */
  asks: Type.Optional(Asks),
});

/** What a source says: the input of the system. */
export const Fact = Type.Union([
  SessionFact,
  MessageFact,
  ToolCallFact,
  ToolResultFact,
  LinkFact,
  RequestFact,
  QuotaFact,
  AbandonFact,
  LeafTitleFact,
  TurnFact,
]);
export type Fact = Static<typeof Fact>;
export type SessionFact = Static<typeof SessionFact>;
export type MessageFact = Static<typeof MessageFact>;
export type ToolCallFact = Static<typeof ToolCallFact>;
export type ToolResultFact = Static<typeof ToolResultFact>;
export type LinkFact = Static<typeof LinkFact>;
export type RequestFact = Static<typeof RequestFact>;
export type QuotaFact = Static<typeof QuotaFact>;
export type AbandonFact = Static<typeof AbandonFact>;
export type LeafTitleFact = Static<typeof LeafTitleFact>;
export type TurnFact = Static<typeof TurnFact>;
