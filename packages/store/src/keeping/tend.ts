import type { Folder } from '../bytes/fold.ts';
import type { Connection } from '../database/connection.ts';
import type { Transact } from '../database/transaction.ts';
import type { IndexMerger } from '../search/index-merger.ts';
import type { KeepingWork } from './keeping-work.ts';
import { createSweeper } from './sweep.ts';

const foldBytes = 4_000_000;
const mergePages = 400;

/**
 * Everything that makes an archive smaller from within: tails are compressed, what nobody refers to goes, the words of
 * the search are merged into one tree. The space is free inside the file then; a copy is without it.
 */
export function createTending(
  connection: Connection,
  transact: Transact,
  folder: Folder,
  merger: IndexMerger,
): () => KeepingWork<void> {
  const sweeper = createSweeper(connection, transact);
  return function* tend() {
    const total = folder.tailBytes();
    // What was appended a moment ago is left alone the first time.
    for (let round = 0; round < 2; round++) {
      for (let folded = foldBytes; folded > 0; ) {
        folded = folder.fold(foldBytes);
        if (folded > 0) yield { step: 'tails', done: Math.max(0, total - folder.tailBytes()), total };
      }
    }
    yield* sweeper.sweep();
    for (let pages = -mergePages; transact(() => merger.merge(pages)); pages = mergePages) {
      yield { step: 'index', done: 0, total: 0 };
    }
  };
}
