import type { Connection } from '../database/connection.ts';
import type { SourceRow } from '../tables/sources.ts';

/** A source with the place of its root. */
export type PlacedSource = SourceRow & { machine: string; root: string };

/** Finds a source by its place. */
export type SourceFinder = (machine: string, root: string, path: string) => PlacedSource | undefined;

/** Two lookups: SQLite plans a join anew for every set of values, which costs thirty times as much. */
export function createSourceFinder(connection: Connection): SourceFinder {
  const rootOf = connection.prepare('SELECT id FROM roots WHERE machine = ? AND path = ?').pluck();
  const sourceOf = connection.prepare('SELECT * FROM sources WHERE root_id = ? AND path = ?');
  return (machine, root, path) => {
    const rootId = rootOf.get(machine, root) as number | undefined;
    const row = rootId === undefined ? undefined : (sourceOf.get(rootId, path) as SourceRow | undefined);
    return row && { ...row, machine, root };
  };
}
