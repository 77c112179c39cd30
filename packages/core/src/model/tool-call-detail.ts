import Type, { type Static } from 'typebox';
import { FileDiff } from './block.ts';
import { FileTouch } from './file-touch.ts';
import { MessageHead } from './message.ts';
import { ToolCallHead, ToolCallView } from './tool-call.ts';

/** A file a call touched, with what the transcript holds of it. */
export const TouchedFile = Type.Intersect([
  FileTouch,
  Type.Object({
    diff: Type.Optional(FileDiff),
    /** The whole text before and after, where the record keeps it or it follows from what it keeps. */
    before: Type.Optional(Type.String()),
    after: Type.Optional(Type.String()),
    /** `before` or `after` is longer than an answer may be, and cut. */
    cut: Type.Boolean(),
  }),
]);
export type TouchedFile = Static<typeof TouchedFile>;

/** One call with all that is known of it: whole results, what it changed, what came before and after. */
export const ToolCallDetail = Type.Intersect([
  ToolCallView,
  Type.Object({
    /** As the agent wrote it: an object, or free text. */
    input: Type.Optional(Type.Unknown()),
    /** From the call to its last answer. */
    durationMs: Type.Optional(Type.Integer()),
    files: Type.Array(TouchedFile),
    /** The prompt that headed the turn. */
    prompt: Type.Optional(MessageHead),
    /** The message that made the call, and its neighbours in reading order. */
    message: Type.Optional(MessageHead),
    previous: Type.Optional(MessageHead),
    following: Type.Optional(MessageHead),
    /** Other calls of the session with the same name and input, in order of time; at most 20. */
    attempts: Type.Array(ToolCallHead),
  }),
]);
export type ToolCallDetail = Static<typeof ToolCallDetail>;
