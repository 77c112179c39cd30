import type { ContentReader } from '@belfry/core';
import type { SegmentReader } from '../bytes/segment-reader.ts';
import type { Connection } from '../database/connection.ts';
import type { Transact } from '../database/transaction.ts';
import type { SearchSide, SearchTodoRow } from '../tables/search.ts';
import { type DocChunk, unpackDocs } from './doc-chunk.ts';
import { createIndexMerger } from './index-merger.ts';
import type { SearchRows } from './search-rows.ts';
import { createSessionDocs } from './session-docs.ts';
import type { TodoRows } from './todo-rows.ts';

/** What the indexes need besides `applyBatch`: to catch up with rows they do not know, and to be tended. */
export interface SearchWriter {
  /** Sessions an index does not know all of, latest first; a snapshot. */
  todo(side: SearchSide): SearchTodoRow[];
  /** About how many bytes of records are still to be read for both indexes; 0 when nothing is to do. */
  pendingBytes(): number;
  /**
   * Stores chunks in one transaction, all or none. Returns those whose session changed since `chunk.todo` was read:
   * they were left out, and what follows of them is of no use either, read the session anew.
   */
  store(chunks: readonly DocChunk[]): DocChunk[];
  /** Forgets what is still to be read of a session: reading it ends whoever tries. A search by text still finds it. */
  giveUp(sessionId: number, side: SearchSide): void;
  /** Reads and stores about so many bytes of records, messages first; returns how many, 0 when all is done. */
  catchUp(limitBytes: number): number;
  /** Merges about so many pages of each index; `false` when there is nothing to merge. */
  merge(pages: number): boolean;
}

export function createSearchWriter(
  connection: Connection,
  transact: Transact,
  rows: SearchRows,
  todo: TodoRows,
  reader: SegmentReader,
  content: ContentReader | undefined,
): SearchWriter {
  const merger = createIndexMerger(connection);
  const docs = content && createSessionDocs(connection, reader, content);

  const store = (chunks: readonly DocChunk[]): DocChunk[] =>
    transact(() => {
      const stale = new Set(chunks.filter((chunk) => !note(chunk)));
      rows.add(chunks.flatMap((chunk) => (stale.has(chunk) ? [] : unpackDocs(chunk))));
      return [...stale];
    });
  const note = ({ next, bytes, todo: seen }: DocChunk): boolean =>
    next ? todo.advance(seen, next, bytes) : todo.finish(seen);

  return {
    todo: todo.list,
    pendingBytes: todo.pendingBytes,
    store,
    giveUp: (sessionId, side) => transact(() => todo.giveUp(sessionId, side)),
    catchUp(limitBytes) {
      if (!docs) return 0;
      const chunks: DocChunk[] = [];
      let done = 0;
      for (const side of [0, 1] as const) {
        for (const one of todo.list(side)) {
          for (const chunk of docs.read(one)) {
            chunks.push(chunk);
            // A session without a byte is work too.
            done += Math.max(1, chunk.bytes);
            if (done >= limitBytes) break;
          }
          if (done >= limitBytes) break;
        }
      }
      // One transaction, because each adds a tree to the index that has to be merged.
      if (chunks.length > 0) store(chunks);
      return done;
    },
    merge: (pages) => transact(() => merger.merge(pages)),
  };
}
