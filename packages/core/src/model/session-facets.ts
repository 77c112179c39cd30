import Type, { type Static } from 'typebox';

const FacetCount = Type.Object({ name: Type.String(), sessions: Type.Integer() });

/**
 * What the session list could be narrowed to. Each count is of the sessions that would be listed if only that
 * value of its facet were chosen and all other filters stayed.
 */
export const SessionFacets = Type.Object({
  /** Most sessions first. */
  agents: Type.Array(FacetCount),
  projects: Type.Array(FacetCount),
  /** Those most sessions are on; the rest is left out. */
  branches: Type.Array(FacetCount),
  has: Type.Object({
    error: Type.Integer(),
    children: Type.Integer(),
    sourceGone: Type.Integer(),
    issues: Type.Integer(),
  }),
  /** Sessions with a record between each of the instants asked for and the next; one fewer than those. */
  spans: Type.Array(Type.Integer()),
});
export type SessionFacets = Static<typeof SessionFacets>;
