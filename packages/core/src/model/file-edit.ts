import Type, { type Static } from 'typebox';
import { FileTouch } from './file-touch.ts';
import { MessageHead } from './message.ts';
import { SessionView } from './session.ts';
import { ToolCallHead } from './tool-call.ts';

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
