import type { Connection } from '../../database/connection.ts';
import { type SearchDocRow, type SearchSide, searchSides } from '../../tables/search.ts';

/** Texts an index names for a query, in the order of their ids. */
export interface CandidateSource {
  /** At most `limit` texts with ids beyond `after`, nearest first. */
  page(direction: 'newest' | 'oldest', range: IdRange, limit: number): SearchDocRow[];
  /** Ids with how well they fit, best is largest; newest first. */
  ranked(range: IdRange, limit: number): { id: number; fit: number }[];
  /** How many there are, counted up to `limit`. */
  count(range: IdRange, limit: number): number;
}

/** Ids from `low` up to `high`, both included. */
export interface IdRange {
  low: number;
  high: number;
}

/** The statements of one index; each call runs one that looks at no more rows than its limit. */
export function createCandidates(connection: Connection, side: SearchSide): (match: string) => CandidateSource {
  const { index } = searchSides[side];
  const hits = `${index} MATCH ? AND rowid >= ? AND rowid <= ?`;
  // CROSS JOIN: the index says the order.
  const page = (order: string) =>
    connection.prepare(
      `SELECT d.* FROM (SELECT rowid AS id FROM ${index} WHERE ${hits} ORDER BY rowid ${order} LIMIT ?) f
         CROSS JOIN search_docs d ON d.id = f.id`,
    );
  const pages = { newest: page('DESC'), oldest: page('ASC') };
  const ranked = connection.prepare(
    `SELECT rowid AS id, -bm25(${index}) AS fit FROM ${index} WHERE ${hits} ORDER BY rowid DESC LIMIT ?`,
  );
  const count = connection.prepare(`SELECT count(*) FROM (SELECT 1 FROM ${index} WHERE ${hits} LIMIT ?)`).pluck();
  return (match) => ({
    page: (direction, { low, high }, limit) => pages[direction].all(match, low, high, limit) as SearchDocRow[],
    ranked: ({ low, high }, limit) => ranked.all(match, low, high, limit) as { id: number; fit: number }[],
    count: ({ low, high }, limit) => count.get(match, low, high, limit) as number,
  });
}
