import { createClaimRows } from '../apply/claim-rows.ts';
import { createSessionBooks } from '../apply/session-book.ts';
import type { SourceRows } from '../apply/source-rows.ts';
import { createUsageLedgers } from '../apply/usage-ledger.ts';
import type { Connection } from '../database/connection.ts';
import type { Transact } from '../database/transaction.ts';
import { shelves } from '../tables/sessions.ts';
import { tokenColumns } from '../tables/token-columns.ts';
import type { BackedUpStub } from './open-backup.ts';

/**
 * Takes over what a session cost whose content was pruned where a backup was made; `false` when the archive knows the
 * session already. It is no pruning here: content that another backup brings is taken.
 */
export type AdoptStub = (stub: BackedUpStub) => boolean;

/** Before every record: nothing counts as pruned. */
const never = 0;

export function createStubAdopter(connection: Connection, transact: Transact, sources: SourceRows): AdoptStub {
  const beginBook = createSessionBooks(connection);
  const beginClaims = createClaimRows(connection, sources.root);
  const beginLedger = createUsageLedgers(connection);
  return ({ machine, root, row, claims }) =>
    transact(() => {
      const book = beginBook();
      const rootId = sources.rootId(machine, root);
      if (book.peek(rootId, row.agent, row.native)) return false;
      const session = book.resolve(rootId, row.agent, row.native);
      const { id, root_id } = session.row;
      const none = tokenColumns.flatMap(([column]) => [
        [column, 0],
        [`counted_${column}`, 0],
      ]);
      Object.assign(session.row, row, Object.fromEntries(none), {
        id,
        root_id,
        shelf: shelves.hidden,
        pruned_at: never,
      });
      const batch = beginClaims({ agent: row.agent, book });
      for (const claim of claims) batch.adopt(session, claim);
      const ledger = beginLedger();
      batch.flush(ledger);
      ledger.flush();
      book.flush();
      return true;
    });
}
