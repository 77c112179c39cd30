import Type, { type Static } from 'typebox';
import { DerivedState } from './derived.ts';
import { MessageRole, MessageVariant } from './message.ts';
import { SessionView } from './session.ts';
import { ToolKind } from './tool-call.ts';

/** Where words stand: what was said, what was thought, what a tool was asked, what it answered. */
export const SearchKind = Type.Union([
  Type.Literal('message'),
  Type.Literal('thinking'),
  Type.Literal('tool-input'),
  Type.Literal('tool-output'),
]);
export type SearchKind = Static<typeof SearchKind>;

/** A range of UTF-16 units inside the text it comes with; `end` is excluded. */
export const TextRange = Type.Object({ start: Type.Integer(), end: Type.Integer() });
export type TextRange = Static<typeof TextRange>;

/** A piece of a text around the first match, on one line. Plain text: escape it before it becomes HTML. */
export const Snippet = Type.Object({
  text: Type.String(),
  /** Ascending, not overlapping. */
  marks: Type.Array(TextRange),
  /** The text goes on before, or after, the piece. */
  cutBefore: Type.Boolean(),
  cutAfter: Type.Boolean(),
});
export type Snippet = Static<typeof Snippet>;

/** One block of a transcript that matches. */
export const SearchHit = Type.Object({
  /** Stable over pages and re-indexing; a key for lists. */
  id: Type.String(),
  sessionId: Type.String(),
  kind: SearchKind,
  /** Message that holds the block; for an output the one that made the call. Pass as `around` to read there. */
  messageKey: Type.Optional(Type.String()),
  /** Of the message; a tool output has the role of who made the call. */
  role: MessageRole,
  variant: Type.Optional(MessageVariant),
  /** Of a tool input or output. */
  callId: Type.Optional(Type.String()),
  tool: Type.Optional(Type.String()),
  toolKind: Type.Optional(ToolKind),
  isError: Type.Boolean(),
  /** Index among the message's `blocks`, for an output among the call's `results`. */
  block: Type.Integer(),
  /** ISO 8601 UTC; absent when the record has no time. */
  at: Type.Optional(Type.String()),
  snippet: Snippet,
});
export type SearchHit = Static<typeof SearchHit>;

/** Another question that does find something, when the one asked did not. */
export const SearchAlternative = Type.Object({
  /** any-word: one of the words is enough · spelling: a word that occurs, spelled nearly the same. */
  reason: Type.Union([Type.Literal('any-word'), Type.Literal('spelling')]),
  /** Ask this instead, and with this `match` when there is one. */
  q: Type.String(),
  match: Type.Optional(Type.Literal('any')),
  /** What it finds, at least. */
  hits: Type.Integer(),
});
export type SearchAlternative = Static<typeof SearchAlternative>;

export const SearchPage = Type.Object({
  items: Type.Array(SearchHit),
  /** The sessions of `items`, each once. */
  sessions: Type.Array(SessionView),
  /** Opaque. A page of a scan may be empty and still have one: there is more to look through. */
  next: Type.Optional(Type.String()),
  /** Number of hits; at least so many when `isExact` is false. */
  total: Type.Object({ hits: Type.Integer(), isExact: Type.Boolean() }),
  /**
   * How it was looked for. words: in the index · text: the query letter by letter through the texts themselves,
   * newest first, a stretch a page.
   */
  matched: Type.Union([Type.Literal('words'), Type.Literal('text')]),
  /** Of a scan: how much of the transcripts was looked through up to the end of this page. */
  scanned: Type.Optional(Type.Object({ bytes: Type.Integer(), totalBytes: Type.Integer() })),
  /** Of the two indexes; tool outputs may be behind. */
  indexing: Type.Object({ messages: DerivedState, outputs: DerivedState }),
  /** Given on the first page when nothing was found; best first. */
  alternatives: Type.Array(SearchAlternative),
  tookMs: Type.Number(),
});
export type SearchPage = Static<typeof SearchPage>;
