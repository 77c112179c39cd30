import Type, { type Static } from 'typebox';

/**
 * How the bytes of a source become records.
 * `jsonl`: one JSON object a line, append-only. `json`: the whole file is one record.
 * `opaque`: bytes are kept, nothing is read from them.
 */
export const SourceFormat = Type.Union([Type.Literal('jsonl'), Type.Literal('json'), Type.Literal('opaque')]);
export type SourceFormat = Static<typeof SourceFormat>;

/** A file that holds one or more sessions (`transcript`) or belongs to one (`sidecar`). */
export const SourceRef = Type.Object({
  machine: Type.String(),
  /** Absolute path of the agent's root directory on that machine. */
  root: Type.String(),
  /** Path below `root`, always with forward slashes. `(root, path)` is unique on a machine. */
  path: Type.String(),
  agent: Type.String(),
  format: SourceFormat,
  role: Type.Union([Type.Literal('transcript'), Type.Literal('sidecar')]),
  compression: Type.Optional(Type.Literal('zstd')),
  /** Native session id the path tells, when the records name none. */
  session: Type.Optional(Type.String()),
});
export type SourceRef = Static<typeof SourceRef>;

/** Byte range inside one generation of a source. For compressed sources: of the decompressed bytes. */
export const Span = Type.Object({ offset: Type.Integer(), length: Type.Integer() });
export type Span = Static<typeof Span>;
