import { join } from 'node:path';
import type { Derived, Notice } from '@belfry/core';
import type { ReadStore } from '@belfry/store';
import type { Notices } from './notices.ts';
import type { IngestThread } from './open-ingest.ts';
import type { WatchedRoot } from './protocol.ts';
import type { SyncStatus } from './sync-status.ts';

/** What the API asks of the ingest side, answered from the status kept here and by the ingest thread. */
export function createSyncPort(deps: {
  status: SyncStatus;
  ingest: IngestThread;
  reader: ReadStore;
  notices: Notices;
}) {
  return {
    async status(): Promise<{
      progress: ReturnType<SyncStatus['current']>;
      roots: WatchedRoot[];
      derived: Derived;
      notices: Notice[];
    }> {
      const [roots, derived] = await Promise.all([deps.ingest.status(), deps.reader.derived()]);
      return { progress: deps.status.current(), roots, derived, notices: deps.notices.current() };
    },
    async syncOne(target: { path: string } | { id: string }): Promise<string | undefined> {
      const path = 'path' in target ? target.path : await transcriptOf(target.id);
      if (path === undefined) return undefined;
      await deps.ingest.syncPath(path);
      return 'id' in target ? target.id : deps.reader.sessionByPath(path);
    },
  };

  async function transcriptOf(id: string): Promise<string | undefined> {
    const detail = await deps.reader.session(id);
    const source = detail?.sources.find(({ role, gone }) => role === 'transcript' && !gone);
    return source === undefined ? undefined : join(source.root, source.path);
  }
}
