import Type, { type Static } from 'typebox';

const perMillion = Type.Optional(Type.Number({ minimum: 0, maximum: 4_000 }));

/** Dollars per million tokens a user sets for a model, valid at all times and for every price class. */
export const PriceOverride = Type.Object(
  {
    input: Type.Number({ minimum: 0, maximum: 4_000 }),
    output: Type.Number({ minimum: 0, maximum: 4_000 }),
    /** Default: as plain input. */
    cache_read: perMillion,
    /** Default: as plain input. */
    cache_write: perMillion,
    /** Default: as `cache_write`. */
    cache_write_1h: perMillion,
    /** Dollars per thousand searches. */
    web_search: perMillion,
  },
  { additionalProperties: false },
);
export type PriceOverride = Static<typeof PriceOverride>;
