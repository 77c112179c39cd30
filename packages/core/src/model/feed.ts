import Type, { type Static } from 'typebox';
import { MessageHead, MessageVariant } from './message.ts';
import { SessionView } from './session.ts';
import { ToolCallHead, ToolKind } from './tool-call.ts';

/** What the feed can be narrowed to: variants of messages and kinds of tools. */
export const FeedKind = Type.Union([...MessageVariant.anyOf, ...ToolKind.anyOf]);
export type FeedKind = Static<typeof FeedKind>;

const place = {
  /** Stable; a key for lists. */
  id: Type.String(),
  sessionId: Type.String(),
  /** ISO 8601 UTC; what has no time stands at the end of the feed. */
  at: Type.Optional(Type.String()),
};

/** One line of what happened, in any session. Replies without words are left out: their calls stand for them. */
export const FeedItem = Type.Union([
  Type.Object({ type: Type.Literal('message'), ...place, message: MessageHead }),
  Type.Object({ type: Type.Literal('tool-call'), ...place, call: ToolCallHead }),
]);
export type FeedItem = Static<typeof FeedItem>;

export const FeedPage = Type.Object({
  /** Newest first. */
  items: Type.Array(FeedItem),
  /** The sessions of `items`, each once. */
  sessions: Type.Array(SessionView),
  /** Opaque; stays valid whatever arrives. A page may be empty and still have one: there is more to look through. */
  next: Type.Optional(Type.String()),
  /** How far back this page has looked; absent at the end of the archive. */
  lookedBackTo: Type.Optional(Type.String()),
});
export type FeedPage = Static<typeof FeedPage>;
