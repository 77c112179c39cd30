import Type, { type Static } from 'typebox';

/** One hunk of a unified diff: `lines` start with ` `, `+` or `-`. */
export const DiffHunk = Type.Object({
  oldStart: Type.Integer(),
  oldLines: Type.Integer(),
  newStart: Type.Integer(),
  newLines: Type.Integer(),
  lines: Type.Array(Type.String()),
});
export type DiffHunk = Static<typeof DiffHunk>;

export const FileDiff = Type.Object({
  path: Type.String(),
  change: Type.Union([Type.Literal('create'), Type.Literal('update'), Type.Literal('delete'), Type.Literal('rename')]),
  newPath: Type.Optional(Type.String()),
  hunks: Type.Array(DiffHunk),
  added: Type.Integer(),
  removed: Type.Integer(),
});
export type FileDiff = Static<typeof FileDiff>;

export const TextBlock = Type.Object({ type: Type.Literal('text'), text: Type.String() });

export const ThinkingBlock = Type.Object({
  type: Type.Literal('thinking'),
  text: Type.String(),
  /** The agent stored only a signature or encrypted content; `text` is empty. */
  redacted: Type.Boolean(),
});

export const ImageBlock = Type.Object({
  type: Type.Literal('image'),
  mediaType: Type.String(),
  /** Base64 without a data: prefix; absent when the record only names a place. */
  data: Type.Optional(Type.String()),
  url: Type.Optional(Type.String()),
});

export const ToolCallBlock = Type.Object({
  type: Type.Literal('tool-call'),
  callId: Type.String(),
  name: Type.String(),
  /** The call's input as the agent wrote it: an object, or free text. */
  input: Type.Unknown(),
});

export const ToolResultBlock = Type.Object({
  type: Type.Literal('tool-result'),
  callId: Type.String(),
  isError: Type.Boolean(),
  /** Output as text; the agent's separate standard error, when kept apart, is in `stderr`. */
  text: Type.String(),
  stderr: Type.Optional(Type.String()),
  exitCode: Type.Optional(Type.Integer()),
  diffs: Type.Optional(Type.Array(FileDiff)),
  images: Type.Optional(Type.Array(ImageBlock)),
  /** Set when the agent saved an oversized output beside the transcript. */
  savedAs: Type.Optional(Type.String()),
});

/** A piece the parser kept without understanding it; `data` is the raw value. */
export const OtherBlock = Type.Object({ type: Type.Literal('other'), name: Type.String(), data: Type.Unknown() });

/** Displayable content of one record. */
export const Block = Type.Union([TextBlock, ThinkingBlock, ImageBlock, ToolCallBlock, ToolResultBlock, OtherBlock]);
export type Block = Static<typeof Block>;
export type TextBlock = Static<typeof TextBlock>;
export type ThinkingBlock = Static<typeof ThinkingBlock>;
export type ImageBlock = Static<typeof ImageBlock>;
export type ToolCallBlock = Static<typeof ToolCallBlock>;
export type ToolResultBlock = Static<typeof ToolResultBlock>;

/** Whole text of a file before and after a change, as far as a record keeps it; before an add and after a delete there is none. */
export interface FileText {
  path: string;
  before?: string;
  after?: string;
}

/** What one of the records on a line holds, and where in the line it stands. */
export interface LineRecord {
  offset: number;
  length: number;
  blocks: Block[];
}

/** Reads what one raw record holds; never throws. Implemented by `@belfry/ingest`, needed by the store. */
export interface ContentReader {
  blocks(agent: string, record: Uint8Array): Block[];
  /** For whoever knows lines, but not which records stand on them: nearly always one, none on a damaged line. */
  records(agent: string, line: Uint8Array): LineRecord[];
  files(agent: string, record: Uint8Array): FileText[];
}
