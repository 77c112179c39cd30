import { type Clock, systemClock } from '@belfry/core';
import { openMigrated } from '../database/open-migrated.ts';
import { createTransactions } from '../database/transaction.ts';
import { type AttentionStore, createAttentionStore } from './attention-store.ts';
import { stateApplicationId, stateMigrations } from './migrations.ts';
import { createSettings, type Settings } from './settings.ts';
import { createSignIns, type SignIns } from './sign-ins.ts';

/** What has no source to read again: kept in `state.db`, written by the main thread alone. */
export interface StateStore {
  signIns: SignIns;
  settings: Settings;
  attention: AttentionStore;
  close(): void;
}

export interface StateOptions {
  clock?: Clock;
}

/**
 * Opens `state.db`; creates or migrates it. Every commit survives power loss.
 * @throws BELFRY_ARCHIVE_NEWER when a newer belfry wrote it, BELFRY_ARCHIVE_CORRUPT when it is damaged
 */
export function openState(path: string, { clock = systemClock }: StateOptions = {}): StateStore {
  const connection = openMigrated({
    path,
    synchronous: 'FULL',
    applicationId: stateApplicationId,
    migrations: stateMigrations,
  });
  const transact = createTransactions(connection, path);
  return {
    signIns: createSignIns(connection, transact, () => clock.now()),
    settings: createSettings(connection, transact),
    attention: createAttentionStore(connection, transact),
    close() {
      connection.close();
    },
  };
}
