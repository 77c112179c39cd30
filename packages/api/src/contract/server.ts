import Type, { type Static } from 'typebox';

export const Version = Type.Object({
  version: Type.String(),
  commit: Type.String(),
  /** ISO 8601 UTC */
  buildDate: Type.String(),
  /** The server writes nothing: no sync, no ingest of its own. */
  readOnly: Type.Boolean(),
  /** Nothing it shows is real: a seeded archive with simulated agents. */
  demo: Type.Boolean(),
});
export type Version = Static<typeof Version>;

export const HealthQuery = Type.Object({
  challenge: Type.Optional(Type.String({ maxLength: 200, description: 'Nonce to prove possession of the secret on.' })),
});

export type HealthQuery = Static<typeof HealthQuery>;

/**
 * Open to everybody on the machine, so it tells nothing but that this is belfry. The answer to a challenge
 * goes in the header `x-belfry-answer`.
 */
export const Health = Type.Object({
  status: Type.Literal('ok'),
  version: Type.String(),
  readOnly: Type.Boolean(),
  demo: Type.Boolean(),
});
export type Health = Static<typeof Health>;
