import Type, { type Static } from 'typebox';

const names = Type.Optional(Type.Array(Type.String(), { maxItems: 100 }));

/** Which sessions to prune; all given conditions must hold, and one must be given. Subagents go with their session. */
export const PruneSelection = Type.Object(
  {
    /** ISO 8601: sessions whose latest record is older. */
    before: Type.Optional(Type.String()),
    agent: names,
    project: names,
    machine: names,
    /** Public ids. */
    session: names,
  },
  { additionalProperties: false },
);
export type PruneSelection = Static<typeof PruneSelection>;

/** Work on the archive as a whole; one at a time. */
export const JobBody = Type.Union([
  Type.Object({ kind: Type.Literal('prune'), selection: PruneSelection }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('compact') }, { additionalProperties: false }),
  Type.Object(
    {
      kind: Type.Literal('import'),
      /** Absolute path of a backup on this machine. */
      path: Type.String({ minLength: 1 }),
    },
    { additionalProperties: false },
  ),
]);
export type JobBody = Static<typeof JobBody>;

export const Job = Type.Object({
  id: Type.String(),
  kind: Type.Union([Type.Literal('prune'), Type.Literal('compact'), Type.Literal('import')]),
  state: Type.Union([Type.Literal('running'), Type.Literal('done'), Type.Literal('failed')]),
  /** What it does now; `total` is 0 while nobody knows. */
  progress: Type.Object({ step: Type.String(), done: Type.Integer(), total: Type.Integer() }),
  /** Figures of the finished work, by name. */
  result: Type.Optional(Type.Record(Type.String(), Type.Integer())),
  problem: Type.Optional(
    Type.Object({ code: Type.String(), message: Type.String(), hint: Type.Optional(Type.String()) }),
  ),
});
export type Job = Static<typeof Job>;

export const JobParams = Type.Object({ id: Type.String() });
