import Type, { type Static } from 'typebox';
import { MessageHead } from './message.ts';
import { SessionView } from './session.ts';
import { ToolCallHead } from './tool-call.ts';

export const FileAccess = Type.Union([Type.Literal('read'), Type.Literal('write')]);
export type FileAccess = Static<typeof FileAccess>;

/** What a call did to a file. `rename` stands at the old and at the new path. */
export const FileChange = Type.Union([
  Type.Literal('create'),
  Type.Literal('update'),
  Type.Literal('delete'),
  Type.Literal('rename'),
]);
export type FileChange = Static<typeof FileChange>;

/** A file a tool call read or wrote, as far as its record says so. */
export const FileTouch = Type.Object({
  /** As the agent names it; made absolute where the working directory is known. */
  path: Type.String(),
  access: FileAccess,
  /** What was done to it; absent for reads, and where the record does not say. */
  change: Type.Optional(FileChange),
  /** The other path of a rename. */
  otherPath: Type.Optional(Type.String()),
  /** Lines. */
  added: Type.Optional(Type.Integer()),
  removed: Type.Optional(Type.Integer()),
});
export type FileTouch = Static<typeof FileTouch>;

/** A touch with who, when and why. */
export const FileEdit = Type.Intersect([
  FileTouch,
  Type.Object({
    /** Stable; a key for lists. */
    id: Type.String(),
    sessionId: Type.String(),
    /** ISO 8601 UTC of the call. */
    at: Type.Optional(Type.String()),
    call: ToolCallHead,
    /** The prompt that headed the turn the call was made in. */
    because: Type.Optional(MessageHead),
  }),
]);
export type FileEdit = Static<typeof FileEdit>;

export const FileEditPage = Type.Object({
  /** Newest first. */
  items: Type.Array(FileEdit),
  /** The sessions of `items`, each once. */
  sessions: Type.Array(SessionView),
  /** Opaque. A page may be empty and still have one: there is more to look through. */
  next: Type.Optional(Type.String()),
  /** How far back this page has looked; absent at the end of the archive. */
  lookedBackTo: Type.Optional(Type.String()),
});
export type FileEditPage = Static<typeof FileEditPage>;
