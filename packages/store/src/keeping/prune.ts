import { type Change, toSessionId } from '@belfry/core';
import { dictionaryBytes } from '../bytes/pack.ts';
import type { Connection } from '../database/connection.ts';
import type { Transact } from '../database/transaction.ts';
import type { IndexMerger } from '../search/index-merger.ts';
import type { SearchRows } from '../search/search-rows.ts';
import type { TodoRows } from '../search/todo-rows.ts';
import { shelves } from '../tables/sessions.ts';
import type { Family, FamilySource } from './families.ts';
import type { KeepingWork } from './keeping-work.ts';
import { type PruneSelection, selectFamilies } from './prune-plan.ts';
import { pruning } from './pruned-tables.ts';
import { createRowSlices } from './row-slices.ts';
import { createSweeper } from './sweep.ts';

export interface PruneDeps {
  connection: Connection;
  transact: Transact;
  search: SearchRows;
  todo: TodoRows;
  merger: IndexMerger;
}

/** What pruning took away. */
export interface PruneResult {
  sessions: number;
  files: number;
  /** Space inside the archive; `compact` gives it back to the disk. */
  freedBytes: number;
}

/** Rows or segments of a transaction: a few milliseconds. */
const sliceRows = 400;
const mergePages = 200;

/**
 * Removes the content of sessions for good, in short transactions. First a session is marked, which hides all of it
 * at once; then its rows, words and bytes go piece by piece. `finish` goes on where a killed process left off.
 */
export function createPruner({ connection, transact, search, todo, merger }: PruneDeps) {
  const mark = createMarker(connection, todo);
  const sweeper = createSweeper(connection, transact);
  const waiting = connection.prepare('SELECT session_id FROM pruning ORDER BY session_id').pluck();
  const done = connection.prepare('DELETE FROM pruning WHERE session_id = ?');
  const slicesOf = createRowSlices(connection);
  const rows = pruning.bySession
    .filter((table) => table !== 'search_docs')
    .map((table) => slicesOf(table, 'session_id'));
  const prunedBytes = slicesOf(
    'segments',
    'source_id',
    '(generation < (SELECT generation FROM sources WHERE id = @owner) OR "offset" < (SELECT pruned_offset FROM sources WHERE id = @owner))',
  );
  const prunedSources = connection.prepare('SELECT id FROM sources WHERE pruned_offset > 0 ORDER BY id').pluck();
  const freePages = () => Number(connection.pragma('freelist_count', { simple: true }));

  return { run, finish };

  function* run(selection: PruneSelection, nowMs: number): KeepingWork<PruneResult> {
    const families = selectFamilies(connection, selection);
    const free = freePages();
    const sources = families.flatMap((family) => family.sources);
    for (const [index, family] of families.entries()) {
      const changes = transact(() => mark(family, nowMs));
      yield { step: 'mark', done: index + 1, total: families.length, changes };
    }
    yield* finish();
    const pageBytes = Number(connection.pragma('page_size', { simple: true }));
    return {
      sessions: families.length,
      files: sources.length,
      freedBytes: Math.max(0, freePages() - free) * pageBytes,
    };
  }

  /** Removes what is marked; at once when nothing is. */
  function* finish(): KeepingWork<void> {
    const ids = waiting.all() as number[];
    if (ids.length === 0) return;
    for (const [index, id] of ids.entries()) {
      for (let gone = sliceRows; gone === sliceRows; ) {
        gone = transact(() => search.removeSession(id, sliceRows));
        yield { step: 'words', done: index, total: ids.length };
      }
      for (const remove of rows) {
        for (let gone = sliceRows; gone === sliceRows; ) {
          gone = transact(() => remove(id, sliceRows));
          yield { step: 'rows', done: index, total: ids.length };
        }
      }
    }
    yield* removeBytes();
    yield* sweeper.sweep();
    // Until then the words of the removed texts still stand in the index, though nothing is found by them.
    for (let pages = -mergePages; transact(() => merger.merge(pages)); pages = mergePages) {
      yield { step: 'merge', done: 0, total: 0 };
    }
    transact(() => {
      for (const id of ids) done.run(id);
    });
  }

  function* removeBytes(): KeepingWork<void> {
    const sources = prunedSources.all() as number[];
    for (const [index, id] of sources.entries()) {
      for (let gone = 1; gone > 0; ) {
        // A segment is up to some megabytes: few at a time.
        gone = transact(() => prunedBytes(id, 20));
        if (gone > 0) yield { step: 'bytes', done: index, total: sources.length };
      }
    }
  }
}

/** Hides a family and all that belongs to it in one go. */
function createMarker(connection: Connection, todo: TodoRows) {
  const stub = connection.prepare(
    `UPDATE sessions SET pruned_at = ?, shelf = ${shelves.hidden}, title = '', title_source = 'none', leaf_title = NULL,
       cwd = NULL, branch = NULL, description = NULL, needle = '', last_preview = '', last_kind = '',
       last_preview_at = -1, last_preview_offset = -1, context_tokens = NULL, context_at = -1, context_offset = -1,
       team = NULL, team_member = NULL, source_gone = 0, messages = 0, prompts = 0, replies = 0, errors = 0,
       tool_calls = 0, tool_errors = 0, pending_calls = 0, children = 0, issues = 0 WHERE id = ?`,
  );
  const queue = connection.prepare('INSERT OR IGNORE INTO pruning (session_id) VALUES (?)');
  const forget = connection.prepare('DELETE FROM contributions WHERE session_id = ?');
  const cut = connection.prepare('UPDATE sources SET pruned_offset = "offset" WHERE id = ?');
  // What may still be folded, or serve as a dictionary for what is appended from now on, goes at once.
  const dropNear = connection.prepare(
    `DELETE FROM segments WHERE source_id = ? AND (codec = 'raw' OR "offset" < ${dictionaryBytes})`,
  );
  const bySource = pruning.bySource
    .filter((table) => table !== 'segments')
    .map((table) => connection.prepare(`DELETE FROM ${table} WHERE source_id = ?`));
  const cutSource = ({ id }: FamilySource) => {
    cut.run(id);
    dropNear.run(id);
    for (const statement of bySource) statement.run(id);
  };

  return ({ members, sources }: Family, nowMs: number): Change[] => {
    const shown = members.filter(({ shelf }) => shelf > shelves.hidden);
    for (const { id } of members) {
      stub.run(nowMs, id);
      forget.run(id);
      todo.drop(id);
      queue.run(id);
    }
    for (const source of sources) cutSource(source);
    return shown.map(
      ({ agent, native }): Change => ({
        type: 'session-removed',
        sessionId: toSessionId(agent, native),
      }),
    );
  };
}
