import type { Connection } from '../database/connection.ts';
import { firstTimedId, toDocId } from './doc-id.ts';

/** Gives texts their ids. */
export interface DocIds {
  /** A free id as near to the time as there is; inside the transaction that uses it. */
  next(atMs: number | null): number;
}

/** Steps from one id to the next before looking where a crowd ends. */
const maxSteps = 64;
/** Ids looked over at once for the end of a crowd. */
const crowd = 2 ** 20;
/** Times whose next id is remembered. */
const maxHints = 10_000;

export function createDocIds(connection: Connection): DocIds {
  const isTaken = connection.prepare('SELECT 1 FROM search_docs WHERE id = ?').pluck();
  const lastBelow = connection.prepare('SELECT max(id) FROM search_docs WHERE id >= ? AND id < ?').pluck();
  // Where the search for a free id may begin; only a hint, another process may have come first.
  const hints = new Map<number, number>();

  return {
    next(atMs) {
      if (atMs === null) return ((lastBelow.get(0, firstTimedId) as number | null) ?? 0) + 1;
      const base = toDocId(atMs);
      let id = hints.get(base) ?? base;
      for (let step = 0; isTaken.get(id) !== undefined; step++) {
        id = step < maxSteps ? id + 1 : ((lastBelow.get(id, id + crowd) as number | null) ?? id) + 1;
      }
      if (hints.size >= maxHints) hints.clear();
      hints.set(base, id + 1);
      return id;
    },
  };
}
