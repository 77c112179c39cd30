import type { Derived, Notice, SyncProgress } from '@belfry/core';
import type { RootStatus } from '../contract/sync.ts';

/** What the routes ask of the ingest side. */
export interface SyncPort {
  /** Where the import stands and what is watched. */
  status(): SyncState | Promise<SyncState>;
  /**
   * Reads one session's source now and resolves, once that is committed, to the session's public id;
   * `undefined` when there is no such session or file.
   * @throws BELFRY_SOURCE_UNREADABLE when the file is there but cannot be read
   */
  syncOne(target: SyncTarget): Promise<string | undefined>;
}

export interface SyncState {
  progress: SyncProgress;
  roots: RootStatus[];
  derived?: Derived;
  notices: Notice[];
}

export type SyncTarget = { path: string } | { id: string };
