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
  /**
   * Stores a chunk in one transaction; `false` when the session's rows changed since `chunk.todo` was read: what
   * follows of it is of no use either, read the session anew.
   */
  store(chunk: DocChunk): boolean;
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

  const store = (chunk: DocChunk): boolean =>
    transact(() => {
      const { next, bytes } = chunk;
      const isCurrent = next ? todo.advance(chunk.todo, next, bytes) : todo.finish(chunk.todo);
      if (isCurrent) rows.add(unpackDocs(chunk));
      return isCurrent;
    });

  return {
    todo: todo.list,
    store,
    catchUp(limitBytes) {
      if (!docs) return 0;
      let done = 0;
      for (const side of [0, 1] as const) {
        for (const one of todo.list(side)) {
          for (const chunk of docs.read(one)) {
            if (!store(chunk)) break;
            // A session without a byte is work too.
            done += Math.max(1, chunk.bytes);
            if (done >= limitBytes) return done;
          }
        }
      }
      return done;
    },
    merge: (pages) => transact(() => merger.merge(pages)),
  };
}
