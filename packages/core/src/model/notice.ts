import Type, { type Static } from 'typebox';

/**
 * A condition of the daemon itself that its user should know of, until it ends.
 * `archive-lost`: the archive was deleted or replaced while it was in use. `config-invalid`: the configuration file
 * is broken, and the one before holds. `disk-full`: nothing can be stored, and reading waits. `restart-needed`: a change
 * of the configuration waits for a restart.
 */
export const NoticeKind = Type.Union([
  Type.Literal('archive-lost'),
  Type.Literal('config-invalid'),
  Type.Literal('disk-full'),
  Type.Literal('restart-needed'),
]);
export type NoticeKind = Static<typeof NoticeKind>;

/** At most one of a kind stands at a time. */
export const Notice = Type.Object({
  kind: NoticeKind,
  message: Type.String(),
  /** What to do about it. */
  hint: Type.Optional(Type.String()),
  /** ISO 8601 UTC */
  since: Type.String(),
});
export type Notice = Static<typeof Notice>;
