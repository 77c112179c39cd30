import Type, { type Static } from 'typebox';

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
