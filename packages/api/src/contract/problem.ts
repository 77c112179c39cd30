import Type, { type Static } from 'typebox';

export const problemMediaType = 'application/problem+json';

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
  /** Which fields of the request are wrong, when that is why. */
  invalid: Type.Optional(Type.Array(Type.Object({ field: Type.String(), reason: Type.String() }))),
});
export type Problem = Static<typeof Problem>;
