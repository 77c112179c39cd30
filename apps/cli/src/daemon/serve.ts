import { type BelfryError, systemClock } from '@belfry/core';
import {
  claimHome,
  ensureAppDirectories,
  ensureSecret,
  openLifetimeLock,
  openRotatingLog,
  removeStartupLock,
  removeStateFile,
  writeCrashReport,
  writeStartupLock,
  writeStateFile,
} from '@belfry/core/node';
import { buildInfo } from '../build-info.ts';
import { findDaemon } from '../client/daemon-client.ts';
import { noAgentLines } from '../client/no-agents.ts';
import { createSignInUrl } from '../client/sign-in-url.ts';
import { readContext } from '../context.ts';
import { prepareDemo, type RunningDemo, removeDemo } from '../demo/run-demo.ts';
import { printError } from '../output/print-error.ts';
import { say } from '../output/talk.ts';
import { composeDaemon } from './compose.ts';
import { createLogger } from './logger.ts';
import { createProgressBar } from './progress-bar.ts';
import { releaseMemoryAtRest } from './release-memory.ts';
import { stopInOrder, untilStopSignal } from './shutdown.ts';

export interface ServeFlags {
  host?: string;
  port?: string;
  basePath?: string;
  demo?: boolean;
}

/** `belfry serve`: claims the home, composes the daemon, announces it, and stops when told to. */
export async function serve(flags: ServeFlags): Promise<void> {
  // Every file belfry makes is for its user alone, whatever the shell's umask says.
  process.umask(0o077);
  const context = readContext(flags, { isDemo: flags.demo === true });
  const { paths, demo } = context;
  ensureAppDirectories(paths);
  const secret = ensureSecret(paths.secretFile);
  const stopSignal = untilStopSignal();

  const claim = await claimHome({
    lock: openLifetimeLock(paths.lockFile, { purpose: 'daemon' }),
    runDir: paths.runDir,
    secret,
    onWait: ({ purpose, pid }) => say(`Waiting for ${purpose} (pid ${pid}) to let go of the archive.`),
  });
  if (claim.kind === 'already-running') {
    const daemon = await findDaemon(context);
    const link = daemon === undefined ? claim.server.url : await createSignInUrl(daemon);
    say(`belfry ${claim.server.version} already runs at ${claim.server.url} (pid ${claim.server.pid}).`);
    process.stdout.write(`${link}\n`);
    return;
  }

  writeStartupLock(paths.runDir);
  const log = openRotatingLog(context.logPath);
  const logger = createLogger(log, context.config.logLevel);
  process.on('uncaughtException', (error) => {
    const report = writeCrashReport(paths.crashDir, error, {
      atMs: systemClock.now(),
      version: buildInfo.version,
      command: 'serve',
    });
    logger.error('crashed', { error: error.message, report });
    say(`belfry crashed: ${error.message}. The report is at ${report ?? context.logPath}.`);
    process.exit(1);
  });

  const failed = Promise.withResolvers<BelfryError>();
  let exitCode = 0;
  let liveDemo: RunningDemo | undefined;
  try {
    const preparedDemo = demo === undefined ? undefined : prepareDemo(demo, paths.archiveFile, systemClock.now());
    const daemon = await composeDaemon({
      context,
      secret,
      logger,
      clock: systemClock,
      renewLock: () => claim.lock.renew(),
      onFatal: failed.resolve,
      onProgress: context.isDetached ? () => {} : createProgressBar(process.stderr),
    });
    const { host, port } = daemon.address;
    const { basePath } = context.config;
    const started = { basePath, flags: toStoredFlags(flags) };
    const state = writeStateFile(paths.runDir, { host, port, version: buildInfo.version, ...started });
    daemon.identify(state);
    removeStartupLock(paths.runDir);
    // In the background both would end up in the log, and a link that signs in has no place there.
    if (!context.isDetached) {
      for (const line of greeting(demo !== undefined)) say(line);
      process.stdout.write(`${daemon.signInLink()}\n`);
    }
    releaseMemoryAtRest();
    await daemon.begin();
    liveDemo = preparedDemo?.goOn();
    if (!context.isDetached && !(await daemon.hasSources())) for (const line of noAgentLines) say(line);
    const reason = await Promise.race([stopSignal, failed.promise]);
    if (typeof reason === 'string') {
      if (!context.isDetached) say(`Stopping (${reason}).`);
      logger.info('stopping', { signal: reason });
    } else {
      printError(reason, process.stderr, false);
      logger.error('stopping', { code: reason.code, error: reason.message });
      exitCode = 1;
    }
    await stopInOrder([() => removeStateFile(paths.runDir, port), () => daemon.stop()], (error) =>
      logger.error('stop failed', { error: error.message }),
    );
  } finally {
    liveDemo?.stop();
    removeStartupLock(paths.runDir);
    claim.lock.release();
    log.close();
    if (demo !== undefined) removeDemo(demo);
  }
  process.exit(exitCode);
}

function greeting(isDemo: boolean): string[] {
  const open = 'Open this link; it signs one browser in, once:';
  if (!isDemo) return [`belfry ${buildInfo.version} watches your agents. ${open}`];
  return [
    `belfry ${buildInfo.version}, DEMO: every session is made up, nothing of yours is read, nothing is kept.`,
    open,
  ];
}

/** Those that were given, for a restart. */
function toStoredFlags({ host, port, basePath }: ServeFlags): Record<string, string> {
  return {
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(basePath === undefined ? {} : { basePath }),
  };
}
