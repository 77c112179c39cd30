import { openReadOnly } from '../database/connection.ts';
import { toArchiveError } from '../database/sqlite-error.ts';
import { type PrunePlan, type PruneSelection, planPrune } from './prune-plan.ts';

/**
 * What pruning a selection would take away, read beside whoever writes.
 * @throws BELFRY_ARCHIVE_MISSING, BELFRY_USAGE when the selection names nothing
 */
export function readPrunePlan(path: string, selection: PruneSelection): PrunePlan {
  const connection = openReadOnly(path);
  try {
    return planPrune(connection, selection);
  } catch (error) {
    throw toArchiveError(error, path);
  } finally {
    connection.close();
  }
}
