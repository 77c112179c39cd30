import type { StoredCut } from '../bytes/segment-reader.ts';
import type { Connection } from '../database/connection.ts';
import type { Transact } from '../database/transaction.ts';
import type { KeepingWork } from './keeping-work.ts';

/** What nobody refers to any more. */
export interface Sweeper {
  /** Returns how many binaries went. */
  sweep(): KeepingWork<number>;
}

/** Binaries of a transaction: each may be some megabytes. */
const sliceBlobs = 16;

export function createSweeper(connection: Connection, transact: Transact): Sweeper {
  const blobs = connection.prepare('SELECT id FROM blobs WHERE id > ? ORDER BY id LIMIT ?').pluck();
  const cuts = connection.prepare('SELECT cuts FROM segments INDEXED BY segments_cut WHERE cuts IS NOT NULL').pluck();
  const removeBlob = connection.prepare('DELETE FROM blobs WHERE id = ?');
  const removePaths = connection.prepare(
    `DELETE FROM file_paths WHERE id NOT IN (SELECT path_id FROM touches)
       AND id NOT IN (SELECT other_id FROM touches WHERE other_id IS NOT NULL)`,
  );
  return {
    *sweep() {
      let gone = 0;
      let after = -1;
      for (;;) {
        // Looked at and removed in one transaction: another writer may take up a binary at any moment.
        const slice = transact(() => {
          const ids = blobs.all(after, 1_000) as number[];
          const used = usedBlobs(cuts.all() as string[]);
          const unused = ids.filter((id) => !used.has(id)).slice(0, sliceBlobs);
          for (const id of unused) removeBlob.run(id);
          return { last: unused.length === sliceBlobs ? unused.at(-1) : ids.at(-1), unused: unused.length };
        });
        gone += slice.unused;
        if (slice.last === undefined) break;
        after = slice.last;
        yield { step: 'binaries', done: gone, total: 0 };
      }
      transact(() => removePaths.run());
      yield { step: 'paths', done: 0, total: 0 };
      return gone;
    },
  };
}

function usedBlobs(cuts: readonly string[]): Set<number> {
  return new Set(cuts.flatMap((text) => (JSON.parse(text) as StoredCut[]).map(([, , blob]) => blob)));
}
