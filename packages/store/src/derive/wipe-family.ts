import { createClaimRows } from '../apply/claim-rows.ts';
import { createSessionBooks } from '../apply/session-book.ts';
import type { SourceRows } from '../apply/source-rows.ts';
import type { Facets } from '../apply/take-fact.ts';
import { createUsageLedgers } from '../apply/usage-ledger.ts';
import type { Connection } from '../database/connection.ts';
import { pruning } from '../keeping/pruned-tables.ts';
import type { SearchRows } from '../search/search-rows.ts';
import type { TodoRows } from '../search/todo-rows.ts';
import { newSession, shelves } from '../tables/sessions.ts';

/** Removes what was derived of sessions, inside the transaction that derives it again. */
export interface FamilyWiper {
  /** Rows, words or claims of these sessions; of the session itself its number, place and what is not asked for. */
  sessions(ids: readonly number[], facets: Facets): void;
  /** What a source says beside its sessions. */
  source(id: number, facets: Facets): void;
}

/** Issues of the parser; others are of the file, which is not looked at. */
const parserIssues = [
  'malformed-line',
  'unknown-record',
  'unknown-block',
  'wrong-shape',
  'line-too-long',
  'missing-side-file',
];

export function createFamilyWiper(
  connection: Connection,
  sources: SourceRows,
  search: SearchRows,
  todo: TodoRows,
): FamilyWiper {
  const beginBook = createSessionBooks(connection);
  const beginClaims = createClaimRows(connection, sources.root);
  const beginLedger = createUsageLedgers(connection);
  const rows = pruning.bySession
    .filter((table) => table !== 'search_docs' && table !== 'search_todo')
    .map((table) => connection.prepare(`DELETE FROM ${table} WHERE session_id = ?`));
  const leafTitles = connection.prepare('DELETE FROM leaf_titles WHERE source_id = ?');
  const issues = connection.prepare(
    `DELETE FROM issues WHERE source_id = ? AND code IN (${parserIssues.map((code) => `'${code}'`).join(', ')})`,
  );

  return {
    sessions(ids, facets) {
      const book = beginBook();
      const ledger = beginLedger();
      for (const id of ids) {
        const session = book.byId(id);
        // Whoever comes back is put on its shelf anew, and its subagents with it.
        session.row.shelf = shelves.hidden;
        if (facets.text) {
          for (const statement of rows) statement.run(id);
          for (let gone = 1; gone > 0; ) gone = search.removeSession(id, 1_000);
          todo.drop(id);
          Object.assign(session.row, textColumns);
        }
        if (facets.usage) {
          const claims = beginClaims({ agent: session.row.agent, book });
          claims.drop(session);
          claims.flush(ledger);
          Object.assign(session.row, usageColumns);
        }
      }
      ledger.flush();
      book.flush();
    },
    source(id, facets) {
      if (!facets.text) return;
      leafTitles.run(id);
      issues.run(id);
    },
  };
}

const usageColumns = { context_tokens: null, context_at: -1, context_offset: -1 } as const;

// Sums of tokens follow the claims; they are moved when the records name another project.
const { project: _, pruned_at: _at, ...rest } = newSession;
const textColumns = Object.fromEntries(
  Object.entries(rest).filter(
    ([name]) => !(name in usageColumns) && !/^(counted_)?(input|output|reasoning|cache_|web_)/.test(name),
  ),
);
