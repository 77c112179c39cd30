/** What decides between two sources of one session that say the same thing. */
export interface SourceRank {
  role: string;
  compression: string | null;
  path: string;
  /** Native id of the session the path tells. */
  session: string | null;
}

/**
 * Total order of the sources of a session: transcripts before side-cars, its own file before those of other
 * sessions that repeat it, plain before compressed, then by path. It depends on nothing that happens to a source,
 * so the order of import never shows in the rows.
 */
export function compareSources(native: string, a: SourceRank, b: SourceRank): number {
  return (
    Number(a.role !== 'transcript') - Number(b.role !== 'transcript') ||
    distance(native, a) - distance(native, b) ||
    Number(a.compression !== null) - Number(b.compression !== null) ||
    compareText(a.path, b.path)
  );
}

/** How far a file is from the session's own: one whose path tells no session may be it. */
function distance(native: string, { session }: SourceRank): 0 | 1 | 2 {
  return session === native ? 0 : session === null ? 1 : 2;
}

/** Order by code units: the same on every machine, unlike a collation. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
