import { createSignInCodes, createSignInLink } from '@belfry/api';
import type { BelfryError, Clock, SyncProgress } from '@belfry/core';
import { type ServerIdentity, toServerUrl } from '@belfry/core/node';
import { createHub } from '@belfry/events';
import { openState } from '@belfry/store';
import { buildInfo } from '../build-info.ts';
import { watchConfigFile } from '../config/watch-config.ts';
import type { CommandContext } from '../context.ts';
import { toPriceSettings } from '../prices.ts';
import { openAttention } from './attention/open-attention.ts';
import { type ArchiveSide, composeArchive } from './compose-archive.ts';
import { createConfigReload } from './config-reload.ts';
import type { DaemonLogger } from './logger.ts';
import { createNotices } from './notices.ts';
import { createPriceRefresh } from './price-refresh.ts';
import { serveApi } from './serve-api.ts';
import { stopInOrder } from './shutdown.ts';
import { openSignals } from './signals/open-signals.ts';
import { createStatuslineKeeper } from './statusline-keeper.ts';
import { createSyncPort } from './sync-port.ts';
import { createSyncStatus } from './sync-status.ts';

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
  const { host, basePath, machine, roots, rescanMs } = config;

  // What is told to whoever listens
  const hub = createHub({ clock });
  const status = createSyncStatus(clock, (progress) => {
    hub.publish({ type: 'sync.progressed', progress });
    onProgress(progress);
    if (progress.phase !== 'idle') return;
    archive?.rested();
    if (hasImported) judgeImported();
    hasImported = false;
  });
  const notices = createNotices(clock, (standing) => hub.publish({ type: 'notices.changed', notices: standing }));

  // What is there for good: the state, what was judged, and the archive with all who have it open
  const state = openState(paths.stateDatabaseFile);
  onStop(() => state.close());
  const attention = openAttention({
    store: state.attention,
    publish: (event) => hub.publish(event),
    settings: config.alerts,
    lookUp: async (sessionId) => archive?.reader.session(sessionId),
    clock,
    logger: logger.child({ mod: 'attention' }),
  });
  onStop(() => attention.stop());

  let archive: ArchiveSide | undefined;
  let hasImported = false;
  const judgeImported = () => {
    archive?.ingest
      .tellUnjudged(attention.judged())
      .catch((error: Error) => logger.warn('what was imported cannot be judged', { error: error.message }));
  };
  archive = await composeArchive({
    path: paths.archiveFile,
    machine,
    spoolDir: paths.spoolDir,
    environment,
    roots,
    rescanMs,
    prices: toPriceSettings(config, paths),
    hub,
    status,
    notices,
    clock,
    logger,
    renewLock,
    onFatal,
    judged: attention.judged,
    onCommitted: (changes, told) => attention.committed(changes, told),
    onImported(changes) {
      hasImported = true;
      attention.committed(changes);
    },
    onStop,
  });
  const { ingest, importer, reader, jobs } = archive;

  // What agents say beside their transcripts
  const signals = openSignals({
    paths,
    environment,
    machine,
    hub,
    recent: async () => (await reader.sessions({ limit: 50 })).items,
    keep: (heard) => ingest.noteHeard(heard),
    onSideFact: (fact) => attention.heard(fact),
    clock,
    logger: logger.child({ mod: 'signals' }),
  });
  onStop(() => signals.stop());

  // Prices
  let { pricing } = config;
  const repriced = async () => {
    await reader.setPrices(toPriceSettings({ pricing }, paths));
    statusline.note();
  };
  const priceRefresh = createPriceRefresh({
    path: paths.pricesFile,
    clock,
    logger: logger.child({ mod: 'prices' }),
    onRefreshed: () => void repriced(),
  });
  onStop(() => priceRefresh.stop());

  // Numbers for status lines, once a client for them was installed
  const statusline = createStatuslineKeeper({
    paths,
    usage: reader.usage,
    hub,
    clock,
    timezone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    logger: logger.child({ mod: 'statusline' }),
  });
  onStop(() => statusline.stop());

  // Configuration: followed while the daemon runs
  const reload = createConfigReload({
    running: config,
    read: context.reread,
    appliers: [
      { settings: ['alerts'], apply: ({ alerts }) => attention.configure(alerts) },
      { settings: ['logLevel'], apply: ({ logLevel }) => logger.setLevel(logLevel) },
      {
        settings: ['roots', 'rescanMs'],
        apply: (next) => archive.configure({ roots: next.roots, rescanMs: next.rescanMs }),
      },
      {
        settings: ['pricing'],
        async apply(next) {
          pricing = next.pricing;
          priceRefresh.set(pricing.refresh);
          await repriced();
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
  const port = await serveApi(
    config,
    {
      read: reader,
      usage: reader.usage,
      sync: createSyncPort({ status, ingest, reader, notices }),
      jobs,
      hooks: signals.hooks,
      attention: attention.port,
      hub,
      signIns: state.signIns,
      codes,
      identity: { secret, server: () => identity },
      version: { ...buildInfo, readOnly: false, demo: context.demo !== undefined },
      clock,
      logger: logger.child({ mod: 'api' }),
    },
    onStop,
  );
  logger.info('listening', { host, port, version: buildInfo.version });

  return {
    address: { host, port },
    identify: (given) => {
      identity = given;
    },
    signInLink: () => new URL(createSignInLink(codes, basePath).link, toServerUrl(host, port)).href,
    async begin() {
      status.scanning();
      priceRefresh.set(pricing.refresh);
      await ingest.start();
      signals.start();
      attention.start();
      importer.begin();
    },
    hasSources: () => ingest.hasSources(),
  };
}
