import Type, { type Static } from 'typebox';

/** A record as its source holds it. */
export const RawRecord = Type.Object({
  /** Path of the source on its machine. */
  source: Type.String(),
  generation: Type.Integer(),
  /** Where it stands among the source's bytes, its line end excluded. */
  offset: Type.Integer(),
  length: Type.Integer(),
  /** As UTF-8; its beginning only, where `cut` says so. */
  text: Type.String(),
  cut: Type.Boolean(),
});
export type RawRecord = Static<typeof RawRecord>;
