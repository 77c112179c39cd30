import Type, { type Static } from 'typebox';

const rate = Type.Integer({ minimum: 0, maximum: 4_000_000_000 });

/**
 * Prices in micro-dollars per million tokens, which is 10^-12 dollar per token; `webSearch` in 10^-12 dollar per
 * search. What has no price of its own costs as plain input, a one-hour cache write as a five-minute one.
 */
export const RateRow = Type.Object({
  input: rate,
  output: rate,
  cacheRead: Type.Optional(rate),
  cacheWrite: Type.Optional(rate),
  cacheWrite1h: Type.Optional(rate),
  webSearch: Type.Optional(Type.Integer({ minimum: 0 })),
});
export type RateRow = Static<typeof RateRow>;

export const DatedPrice = Type.Object({
  /** Valid from the beginning of this day on (YYYY-MM-DD, UTC); always, when absent. */
  from: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
  /** Valid from the first minute of the UTC day to before the second; may run over midnight. */
  minutes: Type.Optional(Type.Tuple([Type.Integer(), Type.Integer()])),
  rates: RateRow,
  /** The whole request costs this when its prompt has more than `over` tokens; ascending. */
  steps: Type.Optional(Type.Array(Type.Object({ over: Type.Integer(), rates: RateRow }))),
});
export type DatedPrice = Static<typeof DatedPrice>;

export const ModelPrices = Type.Object({
  provider: Type.String(),
  /** A bare name a smaller rank knows is never looked for in a larger one: 0 who makes the model, 2 who resells it. */
  rank: Type.Integer({ minimum: 0 }),
  /** The first is the model's own. */
  names: Type.Array(Type.String(), { minItems: 1 }),
  /** The last one that is valid at a time applies. */
  prices: Type.Array(DatedPrice, { minItems: 1 }),
  /** Price classes besides `standard`, in thousandths of the standard rates; `*` is every other. */
  classes: Type.Optional(Type.Record(Type.String(), Type.Integer({ minimum: 1 }))),
});
export type ModelPrices = Static<typeof ModelPrices>;

/** Prices of many models, as taken from one source on one day. */
export const PriceTable = Type.Object({
  source: Type.String(),
  /** YYYY-MM-DD */
  date: Type.String(),
  models: Type.Array(ModelPrices),
});
export type PriceTable = Static<typeof PriceTable>;
