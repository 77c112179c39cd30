import type { JobBody } from '@belfry/api/contract';
import type { Change, Clock } from '@belfry/core';
import type { ArchiveGuard } from './archive-guard.ts';
import type { BacklogImporter } from './backlog-importer.ts';
import { compactArchive } from './compact-archive.ts';
import type { Indexer } from './indexer.ts';
import type { RunJob, TellProgress } from './jobs.ts';
import type { MergeCalls, MergeEvents } from './merge-protocol.ts';
import type { IngestThread } from './open-ingest.ts';
import type { Reader } from './reader.ts';
import { runRpcChild } from './rpc-child.ts';

export interface JobDeps {
  path: string;
  /** Name of this machine. */
  machine: string;
  mergeEntry: URL;
  ingest: IngestThread;
  importer: BacklogImporter;
  indexer: Indexer;
  reader: Reader;
  guard: ArchiveGuard;
  clock: Clock;
  signal: AbortSignal;
  /** Sessions that came by a merge. */
  onMerged(changes: Change[]): void;
  /** Who is told how far the ingest thread's own work is. */
  follow(tell: TellProgress | undefined): void;
}

/** The work there is on the archive as a whole, and who does it. */
export function createJobRunner(deps: JobDeps): RunJob {
  const { ingest, importer, indexer, reader, guard, path } = deps;

  return async (body, tell) => {
    deps.follow(tell);
    try {
      return await run(body, tell);
    } finally {
      deps.follow(undefined);
    }
  };

  async function run(body: JobBody, tell: TellProgress): Promise<Record<string, number>> {
    switch (body.kind) {
      case 'prune':
        return { ...(await ingest.prune(body.selection, deps.clock.now())) };
      case 'compact':
        return compact(tell);
      case 'import':
        return merge(body.path, tell);
    }
  }

  async function compact(tell: TellProgress): Promise<Record<string, number>> {
    return compactArchive(
      {
        path,
        tend: () => ingest.tend(),
        async handOver(fresh) {
          await indexer.reset();
          await importer.reset();
          return ingest.handOver(fresh);
        },
        reopen: (between) => reader.reopen(() => ingest.reopen(between)),
        dropCompanions: () => guard.dropCompanions(),
        note: () => guard.note(),
      },
      tell,
    );
  }

  async function merge(backupPath: string, tell: TellProgress): Promise<Record<string, number>> {
    let result: Record<string, number> = {};
    await runRpcChild<MergeCalls, MergeEvents>({
      name: 'merge',
      entry: deps.mergeEntry,
      env: {},
      signal: deps.signal,
      events: {
        progressed(progress, changes) {
          tell(progress);
          deps.onMerged(changes);
        },
      },
      async work(calls) {
        result = { ...(await calls.run({ archivePath: path, backupPath, machine: deps.machine })) };
      },
    });
    indexer.wake();
    return result;
  }
}
