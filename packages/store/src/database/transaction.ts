import type { Connection } from './connection.ts';
import { toArchiveError } from './sqlite-error.ts';

/** Runs `work` in one write transaction; anything thrown rolls it back and comes out as a `BelfryError`. */
export type Transact = <Result>(work: () => Result) => Result;

/** Takes the write lock at once: a transaction that reads first and writes later can fail half-way. */
export function createTransactions(connection: Connection, path: string): Transact {
  const begin = connection.prepare('BEGIN IMMEDIATE');
  const commit = connection.prepare('COMMIT');
  const rollback = connection.prepare('ROLLBACK');
  return (work) => {
    try {
      begin.run();
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      // SQLite has rolled back by itself after some errors, a full disk among them.
      if (connection.inTransaction) rollback.run();
      throw toArchiveError(error, path);
    }
  };
}
