import Type, { type Static } from 'typebox';

export const problemMediaType = 'application/problem+json';

/** A field of the request that is wrong, and why. */
export const InvalidField = Type.Object({ field: Type.String(), reason: Type.String() });
export type InvalidField = Static<typeof InvalidField>;

/** RFC 9457 problem document: the body of every answer from 400 up under `/api` and of `/healthz`. */
export const Problem = Type.Object({
  /** `urn:belfry:error:<code>` */
  type: Type.String(),
  /** What failed, on what. */
  title: Type.String(),
  status: Type.Integer(),
  /** Stable code of `docs/errors.md`. */
  code: Type.String(),
  /** What the reader can do about it. */
  hint: Type.Optional(Type.String()),
  /** The same request may work later. */
  retryable: Type.Boolean(),
  invalid: Type.Optional(Type.Array(InvalidField)),
});
export type Problem = Static<typeof Problem>;
