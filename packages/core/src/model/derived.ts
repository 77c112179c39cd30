import Type, { type Static } from 'typebox';

/** How far what is derived from the archive's bytes has come. */
export const DerivedState = Type.Object({
  complete: Type.Boolean(),
  /** About so many bytes of transcripts are still to be read, of so many; both 0 when complete. */
  pendingBytes: Type.Integer(),
  totalBytes: Type.Integer(),
});
export type DerivedState = Static<typeof DerivedState>;

/**
 * What is derived from the archive's own bytes, and how far each part has come: after an upgrade brought a better
 * parser, or while an index is built. Until `complete`, answers show what was derived before.
 */
export const Derived = Type.Object({
  usage: DerivedState,
  transcripts: DerivedState,
  messageIndex: DerivedState,
  outputIndex: DerivedState,
});
export type Derived = Static<typeof Derived>;
