import type { Connection } from '../database/connection.ts';
import { searchSides } from '../tables/search.ts';

/**
 * Every commit adds a small tree to an index; they are merged in small pieces between transactions, because an
 * index left alone would one day merge a thousand of them inside one.
 */
export interface IndexMerger {
  /** Merges about so many pages of 4 kB of each index, inside a transaction; `false` when there is nothing to do. */
  merge(pages: number): boolean;
}

export function createIndexMerger(connection: Connection): IndexMerger {
  const changes = connection.prepare('SELECT total_changes()').pluck();
  const steps = searchSides.map(({ index }) =>
    connection.prepare(`INSERT INTO ${index} (${index}, rank) VALUES ('merge', ?)`),
  );
  return {
    merge(pages) {
      let isBusy = false;
      for (const step of steps) {
        const before = changes.get() as number;
        step.run(pages);
        // The statement itself counts as one.
        if ((changes.get() as number) - before >= 2) isBusy = true;
      }
      return isBusy;
    },
  };
}
