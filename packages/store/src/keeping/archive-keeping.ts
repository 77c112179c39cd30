import type { SourceRows } from '../apply/source-rows.ts';
import type { Folder } from '../bytes/fold.ts';
import type { Connection } from '../database/connection.ts';
import { copyDatabase } from '../database/copy-database.ts';
import { toArchiveError } from '../database/sqlite-error.ts';
import type { Transact } from '../database/transaction.ts';
import { createIndexMerger } from '../search/index-merger.ts';
import type { SearchRows } from '../search/search-rows.ts';
import type { TodoRows } from '../search/todo-rows.ts';
import { type AdoptStub, createStubAdopter } from './adopt-stub.ts';
import type { KeepingWork } from './keeping-work.ts';
import { createPruner, type PruneResult } from './prune.ts';
import type { PruneSelection } from './prune-plan.ts';
import { createTending } from './tend.ts';

/** Work on the archive as a whole. Long work is a generator: each step is a short transaction, and others may write between two. */
export interface ArchiveKeeping {
  /**
   * Removes the content of sessions for good. Their tokens stay counted, and nothing of them comes back from files
   * that are still there; what an agent adds to them later is read.
   */
  prune(selection: PruneSelection, nowMs: number): KeepingWork<PruneResult>;
  /** Goes on with a pruning that was broken off. */
  finishPruning(): KeepingWork<void>;
  /** Compresses tails, removes what nobody refers to, merges the indexes of the search. */
  tend(): KeepingWork<void>;
  /**
   * Writes a consistent, compact copy of the archive, as this connection sees it: also of a file that is no longer
   * at its path. Holds this thread up for as long as it takes.
   */
  copyTo(path: string): void;
  /**
   * Moves the write-ahead log into the file. `false` while somebody else reads: then the file alone is not all.
   */
  checkpoint(): boolean;
  adoptStub: AdoptStub;
}

export interface KeepingDeps {
  connection: Connection;
  transact: Transact;
  folder: Folder;
  search: SearchRows;
  todo: TodoRows;
  sources: SourceRows;
}

export function createArchiveKeeping({
  connection,
  transact,
  folder,
  search,
  todo,
  sources,
}: KeepingDeps): ArchiveKeeping {
  const merger = createIndexMerger(connection);
  const pruner = createPruner({ connection, transact, search, todo, merger });
  return {
    prune: pruner.run,
    finishPruning: pruner.finish,
    tend: createTending(connection, transact, folder, merger),
    copyTo(target) {
      try {
        copyDatabase(connection, target);
      } catch (error) {
        throw toArchiveError(error, target);
      }
    },
    checkpoint() {
      const [result] = connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
      return result?.busy === 0;
    },
    adoptStub: createStubAdopter(connection, transact, sources),
  };
}
