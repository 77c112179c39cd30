import Type, { type Static } from 'typebox';

/** Why a piece of a source could not be read or is not known. Closed list; each has a line in docs/errors.md. */
export const IssueCode = Type.Union([
  Type.Literal('malformed-line'),
  Type.Literal('unknown-record'),
  Type.Literal('unknown-block'),
  Type.Literal('wrong-shape'),
  Type.Literal('line-too-long'),
  Type.Literal('partial-line'),
  Type.Literal('past-rewritten'),
  Type.Literal('unreadable'),
  Type.Literal('root-unavailable'),
  Type.Literal('corrupt-compression'),
  Type.Literal('missing-side-file'),
]);
export type IssueCode = Static<typeof IssueCode>;

/** A finding of a parser or a tailer about one place of one source. */
export const Issue = Type.Object({
  code: IssueCode,
  /** The kind for `unknown-*` (e.g. the record's type), else a short reason. Part of the issue's identity. */
  detail: Type.String(),
  offset: Type.Integer(),
  length: Type.Integer(),
  /** At most 120 characters of the place, control characters replaced. */
  excerpt: Type.String(),
});
export type Issue = Static<typeof Issue>;

/** An issue as stored: `unknown-*` are one row per (source, code, detail) with a count, others one row per place. */
export const IssueView = Type.Intersect([
  Issue,
  Type.Object({
    source: Type.String(),
    agent: Type.String(),
    count: Type.Integer(),
    generation: Type.Integer(),
    /** Of a session's issues: the message at or before the place, absent where none is. */
    messageKey: Type.Optional(Type.String()),
  }),
]);
export type IssueView = Static<typeof IssueView>;
