import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { belfryApi, createSignInCodes, createSignInLink, serverOptions } from '@belfry/api';
import { BelfryError, type Clock, type SyncProgress } from '@belfry/core';
import { listenForServe, type ServerIdentity, toServerUrl } from '@belfry/core/node';
import { createHub } from '@belfry/events';
import { openState } from '@belfry/store';
import fastify from 'fastify';
import { buildInfo } from '../build-info.ts';
import { watchConfigFile } from '../config/watch-config.ts';
import type { CommandContext } from '../context.ts';
import { toPriceSettings } from '../prices.ts';
import { createArchiveGuard } from './archive-guard.ts';
import { createBacklogImporter } from './backlog-importer.ts';
import { createConfigReload } from './config-reload.ts';
import { createJobs } from './jobs.ts';
import { keepArchive } from './keep-archive.ts';
import type { DaemonLogger } from './logger.ts';
import { createNotices } from './notices.ts';
import { openIngest } from './open-ingest.ts';
import { createPriceRefresh } from './price-refresh.ts';
import type { IngestSettings } from './protocol.ts';
import { openReader } from './reader.ts';
import { stopInOrder } from './shutdown.ts';
import { createSyncPort } from './sync-port.ts';
import { createSyncStatus } from './sync-status.ts';
import { toBacklogEvents, toEvent } from './to-events.ts';

export interface DaemonOptions {
  context: CommandContext;
  secret: Uint8Array;
  logger: DaemonLogger;
  clock: Clock;
  /** Takes this home's lock again when its file was deleted; `false` when another belfry has it. */
  renewLock(): boolean;
  /** It cannot go on, and must be stopped. */
  onFatal(error: BelfryError): void;
  onProgress(progress: SyncProgress): void;
}

export interface Daemon {
  address: { host: string; port: number };
  /** Tells the API who it is, once the state file says the same. */
  identify(identity: ServerIdentity): void;
  /** A fresh one-time link. */
  signInLink(): string;
  /** Begins to watch and to import; everything before only listens. */
  begin(): Promise<void>;
  /** Whether any agent has left files here; to be asked once it has begun. */
  hasSources(): Promise<boolean>;
  /** In reverse order of construction; what is committed stays. */
  stop(): Promise<void>;
}

/** The composition root: what it began to construct is stopped again when a later service does not start. */
export async function composeDaemon(options: DaemonOptions): Promise<Daemon> {
  const { logger } = options;
  const closers: (() => Promise<void> | void)[] = [];
  const stop = () =>
    stopInOrder(closers.splice(0).reverse(), (error) => logger.error('stop failed', { error: error.message }));
  try {
    return { ...(await compose(options, (close) => closers.push(close))), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Constructs every service of the daemon, in layer order, and wires them. */
async function compose(
  { context, secret, logger, clock, renewLock, onFatal, onProgress }: DaemonOptions,
  onStop: (close: () => Promise<void> | void) => void,
): Promise<Omit<Daemon, 'stop'>> {
  const { config, paths, environment } = context;
  let settings: IngestSettings = {
    archivePath: paths.archiveFile,
    machine: config.machine,
    environment,
    roots: config.roots,
    rescanMs: config.rescanMs,
  };

  // What is told to whoever listens
  const hub = createHub({ clock });
  const syncStatus = createSyncStatus(clock, (progress) => {
    hub.publish({ type: 'sync.progressed', progress });
    onProgress(progress);
  });
  const notices = createNotices(clock, (standing) => hub.publish({ type: 'notices.changed', notices: standing }));

  // Ingest: the one writer of the archive, and the process that reads old files into it
  const guard = createArchiveGuard(paths.archiveFile);
  const importer = createBacklogImporter({
    entry: new URL('./import-child.js', import.meta.url),
    settings,
    logger: logger.child({ mod: 'import' }),
    status: syncStatus,
    onCommitted(changes) {
      for (const event of toBacklogEvents(changes)) hub.publish(event);
    },
    rescan: () => ingest.rescan(),
    mayImport: () => guard.check() === undefined,
  });
  const ingest = await openIngest({
    entry: new URL('./ingest-worker.js', import.meta.url),
    settings: () => settings,
    logger: logger.child({ mod: 'ingest' }),
    events: {
      committed(changes) {
        for (const change of changes) hub.publish(toEvent(change));
      },
      backlog: (sources) => importer.add(sources),
      failed: (message) => logger.error('ingest failed', { error: message }),
    },
  });
  guard.note();
  onStop(() => ingest.stop());
  onStop(() => importer.stop());

  // Stores
  const state = openState(paths.stateDatabaseFile);
  onStop(() => state.close());
  const reader = await openReader({
    entry: new URL('./reader-worker.js', import.meta.url),
    archivePath: paths.archiveFile,
    prices: toPriceSettings(config, paths),
    logger: logger.child({ mod: 'reader' }),
  });
  onStop(() => reader.stop());
  let { pricing } = config;
  const repriced = () => reader.setPrices(toPriceSettings({ pricing }, paths));
  const priceRefresh = createPriceRefresh({
    path: paths.pricesFile,
    clock,
    logger: logger.child({ mod: 'prices' }),
    onRefreshed: () => void repriced(),
  });
  onStop(() => priceRefresh.stop());
  const keeper = keepArchive({
    path: paths.archiveFile,
    guard,
    ingest,
    importer,
    reader,
    notices,
    clock,
    logger: logger.child({ mod: 'archive' }),
    renewLock,
    onOther: () => hub.reset(),
    onFatal,
  });
  onStop(() => keeper.stop());

  // Configuration: followed while the daemon runs
  const reload = createConfigReload({
    running: config,
    read: context.reread,
    appliers: [
      { settings: ['logLevel'], apply: ({ logLevel }) => logger.setLevel(logLevel) },
      {
        settings: ['pricing'],
        async apply(next) {
          pricing = next.pricing;
          priceRefresh.set(pricing.refresh);
          await repriced();
        },
      },
      {
        settings: ['roots', 'rescanMs'],
        async apply({ roots, rescanMs }) {
          settings = { ...settings, roots, rescanMs };
          await ingest.configure({ roots, rescanMs });
        },
      },
    ],
    notices,
    logger: logger.child({ mod: 'config' }),
  });
  const watcher = watchConfigFile(paths.configFile, () => void reload());
  onStop(() => watcher.close());

  // Interface
  let identity: ServerIdentity | undefined;
  const codes = createSignInCodes({ clock });
  const ui = fileURLToPath(new URL('./web', import.meta.url));
  const server = fastify(serverOptions);
  onStop(() => server.close());
  const api = belfryApi({
    read: reader,
    usage: reader.usage,
    sync: createSyncPort({ status: syncStatus, ingest, reader, notices }),
    jobs: createJobs(
      async ({ kind }) => {
        throw new BelfryError('BELFRY_BAD_REQUEST', `This belfry has no job ${kind} yet.`);
      },
      logger.child({ mod: 'jobs' }),
    ),
    hub,
    signIns: state.signIns,
    codes,
    identity: { secret, server: () => identity },
    version: { ...buildInfo, readOnly: false, demo: false },
    clock,
    logger: logger.child({ mod: 'api' }),
    basePath: config.basePath,
    hosts: config.allowedHosts,
    trustProxy: config.trustProxy,
    ...(existsSync(ui) ? { uiDirectory: ui } : {}),
  });
  await server.register(api);
  const port = await listenForServe(
    async (candidate) => {
      await server.listen({ host: config.host, port: candidate });
      const address = server.server.address();
      return typeof address === 'object' && address !== null ? address.port : candidate;
    },
    { host: config.host, port: config.port, isExplicit: config.portGiven },
  );
  logger.info('listening', { host: config.host, port, version: buildInfo.version });

  return {
    address: { host: config.host, port },
    identify: (given) => {
      identity = given;
    },
    signInLink: () => new URL(createSignInLink(codes, config.basePath).link, toServerUrl(config.host, port)).href,
    async begin() {
      syncStatus.scanning();
      priceRefresh.set(pricing.refresh);
      await ingest.start();
      importer.begin();
    },
    hasSources: () => ingest.hasSources(),
  };
}
