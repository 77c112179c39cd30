import type { BelfryError, Change, Clock, Logger } from '@belfry/core';
import type { Hub } from '@belfry/events';
import type { AgentEnvironment } from '@belfry/ingest';
import type { JudgedSource } from '@belfry/store';
import type { PriceSettings } from '../prices.ts';
import { createArchiveGuard } from './archive-guard.ts';
import type { LivelyFacts } from './attention/lively-facts.ts';
import { type BacklogImporter, createBacklogImporter } from './backlog-importer.ts';
import { createIndexer } from './indexer.ts';
import { createJobs, type Jobs, type TellProgress } from './jobs.ts';
import { keepArchive } from './keep-archive.ts';
import type { Notices } from './notices.ts';
import { type IngestThread, openIngest } from './open-ingest.ts';
import { createPauseNotice } from './pause-notice.ts';
import type { IngestSettings } from './protocol.ts';
import { openReader, type Reader } from './reader.ts';
import { createJobRunner } from './run-job.ts';
import type { SyncStatus } from './sync-status.ts';
import { toBacklogEvents, toEvent } from './to-events.ts';

export interface ArchiveSideOptions {
  path: string;
  machine: string;
  spoolDir: string;
  environment: AgentEnvironment;
  roots: Record<string, string[]>;
  rescanMs: number;
  prices: PriceSettings;
  hub: Hub;
  status: SyncStatus;
  notices: Notices;
  clock: Clock;
  logger: Logger;
  renewLock(): boolean;
  onFatal(error: BelfryError): void;
  /** In the order of the commits; `told`: what a batch says of sessions at work. */
  onCommitted(changes: readonly Change[], told?: LivelyFacts): void;
  /** How far sources at work were judged. */
  judged(): JudgedSource[];
  /** By an import, which tells of no batch. */
  onImported(changes: readonly Change[]): void;
  onStop(close: () => Promise<void> | void): void;
}

/** Everything of the daemon that has the archive open: who writes, who reads, and who watches over the file. */
export interface ArchiveSide {
  ingest: IngestThread;
  importer: BacklogImporter;
  reader: Reader;
  jobs: Jobs;
  /** An import has ended: there may be something to index. */
  rested(): void;
  /** Looks at other roots from now on. */
  configure(settings: Pick<IngestSettings, 'roots' | 'rescanMs'>): Promise<void>;
}

export async function composeArchive(options: ArchiveSideOptions): Promise<ArchiveSide> {
  const { path, machine, hub, status, logger, clock, onStop } = options;
  let settings: IngestSettings = {
    archivePath: path,
    machine,
    spoolDir: options.spoolDir,
    environment: options.environment,
    roots: options.roots,
    rescanMs: options.rescanMs,
  };
  const entry = (name: string) => new URL(`./${name}.js`, import.meta.url);
  const guard = createArchiveGuard(path);
  let follow: TellProgress | undefined;
  const tellPaused = createPauseNotice(options.notices, path);

  // Who writes: one thread for live lines, processes of their own for what is much
  const importer = createBacklogImporter({
    entry: entry('import-child'),
    settings,
    logger: logger.child({ mod: 'import' }),
    status,
    onCommitted(changes) {
      for (const event of toBacklogEvents(changes)) hub.publish(event);
      options.onImported(changes);
    },
    onPaused: (code) => tellPaused('import', code),
    rescan: () => ingest.rescan(),
    mayImport: () => guard.check() === undefined,
  });
  const ingest = await openIngest({
    entry: entry('ingest-worker'),
    settings: () => settings,
    judged: options.judged,
    logger: logger.child({ mod: 'ingest' }),
    events: {
      committed(changes, told) {
        for (const change of changes) hub.publish(toEvent(change));
        options.onCommitted(changes, told);
      },
      backlog: (sources) => importer.add(sources),
      paused: (code) => tellPaused('ingest', code),
      indexBehind: () => indexer.wake(),
      failed: (message) => logger.error('ingest failed', { error: message }),
      kept: (progress) => follow?.(progress),
    },
  });
  guard.note();
  onStop(() => ingest.stop());
  onStop(() => importer.stop());
  const indexer = createIndexer({
    entry: entry('index-child'),
    archivePath: path,
    logger: logger.child({ mod: 'index' }),
    isMuch: () => ingest.tendIndex(),
    mayIndex: () => status.current().phase !== 'importing' && guard.check() === undefined,
    onCommitted(changes) {
      for (const event of toBacklogEvents(changes)) hub.publish(event);
    },
  });
  onStop(() => indexer.stop());

  // Who reads
  const reader = await openReader({
    entry: entry('reader-worker'),
    archivePath: path,
    prices: options.prices,
    logger: logger.child({ mod: 'reader' }),
  });
  onStop(() => reader.stop());

  // Who keeps it
  const keeper = keepArchive({
    path,
    guard,
    ingest,
    async letGo() {
      await indexer.reset();
      await importer.reset();
    },
    reader,
    notices: options.notices,
    clock,
    logger: logger.child({ mod: 'archive' }),
    renewLock: options.renewLock,
    onOther: () => hub.reset(),
    onFatal: options.onFatal,
  });
  onStop(() => keeper.stop());
  const abort = new AbortController();
  const runJob = createJobRunner({
    path,
    machine,
    mergeEntry: entry('merge-child'),
    ingest,
    importer,
    indexer,
    reader,
    guard,
    clock,
    signal: abort.signal,
    onMerged(changes) {
      for (const event of toBacklogEvents(changes)) hub.publish(event);
    },
    follow: (tell) => {
      follow = tell;
    },
  });
  const jobs = createJobs(runJob, logger.child({ mod: 'jobs' }));
  onStop(() => {
    abort.abort();
    return jobs.stop();
  });

  return {
    ingest,
    importer,
    reader,
    jobs,
    rested: () => indexer.wake(),
    async configure(changed) {
      settings = { ...settings, ...changed };
      await ingest.configure(changed);
    },
  };
}
