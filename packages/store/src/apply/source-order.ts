/** What decides between two sources of one session that say the same thing. */
export interface SourceRank {
  role: string;
  compression: string | null;
  path: string;
}

/**
 * Total order of the sources of a session: transcripts before side-cars, plain before compressed, then by
 * path. It depends on nothing that happens to a source, so the order of import never shows in the rows.
 */
export function compareSources(a: SourceRank, b: SourceRank): number {
  return (
    Number(a.role !== 'transcript') - Number(b.role !== 'transcript') ||
    Number(a.compression !== null) - Number(b.compression !== null) ||
    compareText(a.path, b.path)
  );
}

/** Order by code units: the same on every machine, unlike a collation. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
