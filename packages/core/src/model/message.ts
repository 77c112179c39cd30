import Type, { type Static } from 'typebox';
import { Block } from './block.ts';
import { ToolCallView } from './tool-call.ts';
import { TokenUsage } from './usage.ts';

export const MessageRole = Type.Union([Type.Literal('user'), Type.Literal('assistant'), Type.Literal('system')]);
export type MessageRole = Static<typeof MessageRole>;

/**
 * What a message is for the reader.
 * prompt: typed by a human · queued: typed while the agent worked · reply: the model's answer ·
 * command / command-output: slash or shell commands of the agent's own UI · context: injected, not typed ·
 * notice: interruptions, notifications, hook output · summary: text a compaction left ·
 * compaction: the boundary itself · error: an API error or refusal.
 */
export const MessageVariant = Type.Union([
  Type.Literal('prompt'),
  Type.Literal('queued'),
  Type.Literal('reply'),
  Type.Literal('command'),
  Type.Literal('command-output'),
  Type.Literal('context'),
  Type.Literal('notice'),
  Type.Literal('summary'),
  Type.Literal('compaction'),
  Type.Literal('error'),
]);
export type MessageVariant = Static<typeof MessageVariant>;

/** A message without its content: what lists, feeds and events carry. */
export const MessageHead = Type.Object({
  /** Stable key inside the session: the record's own id, or the model's message id. */
  key: Type.String(),
  /** Opaque place in the session; sorts in reading order as given by the server. */
  cursor: Type.String(),
  role: MessageRole,
  variant: MessageVariant,
  /** ISO 8601 UTC; absent when the record has no time. */
  at: Type.Optional(Type.String()),
  model: Type.Optional(Type.String()),
  /** First ≤ 240 characters of the text, on one line. */
  preview: Type.String(),
  /** On a branch the conversation left (rewind, retry, rollback). */
  abandoned: Type.Boolean(),
  /** Only in an older generation of the source: the agent rewrote its past. */
  superseded: Type.Boolean(),
  /** Copied from the parent session by a fork. */
  inherited: Type.Boolean(),
});
export type MessageHead = Static<typeof MessageHead>;

/** A message with its content. Tool results hang on the `tool-call` they answer, in `calls`. */
export const MessageView = Type.Intersect([
  MessageHead,
  Type.Object({
    blocks: Type.Array(Block),
    calls: Type.Array(ToolCallView),
    usage: Type.Optional(TokenUsage),
  }),
]);
export type MessageView = Static<typeof MessageView>;

export const MessagePage = Type.Object({
  sessionId: Type.String(),
  /** Reading order. */
  messages: Type.Array(MessageView),
  /** Pass as `before` / `after`; absent at the end of that direction. */
  previous: Type.Optional(Type.String()),
  next: Type.Optional(Type.String()),
  total: Type.Integer(),
  /** Event id read before the query; resume the stream from here. */
  asOf: Type.Optional(Type.String()),
});
export type MessagePage = Static<typeof MessagePage>;
