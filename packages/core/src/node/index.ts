// Where things are

export { type AppPaths, type AppPathsOptions, ensureAppDirectories, resolveAppPaths } from './app-paths.ts';
export { syncDirectory, writeFileAtomic } from './atomic-write.ts';
export { ensurePrivateDirectory } from './private-directory.ts';
export { ensureSecret, readSecret } from './secret.ts';

// Which process is meant, and does it run?

export { isProcessAlive, isSameProcessAlive } from './process-alive.ts';
export { ownProcessIdentity, type ProcessIdentity, readProcessIdentity } from './process-identity.ts';

// One writer per home

export {
  type HeldLock,
  type LifetimeLock,
  type LockResult,
  openLifetimeLock,
  type WaitOptions,
} from './lifetime-lock.ts';
export { type LockOwner, type LockPurpose, readLockOwner } from './lock-owner.ts';

// Servers of this home: announce, find

export { type FindServerOptions, findRunningServer, type RunningServer } from './find-running-server.ts';
export { isLocalServerActive, isServerActive } from './server-active.ts';
export {
  isStartupLocked,
  removeStartupLock,
  type WaitForStartupOptions,
  waitForStartup,
  writeStartupLock,
} from './startup-lock.ts';
export {
  removeStateFile,
  type ServerState,
  stateFilePath,
  type WriteStateFileOptions,
  writeStateFile,
} from './state-file.ts';

// Is what listens there ours?

export {
  answerChallenge,
  answerHeader,
  belfryHeader,
  createNonce,
  isAnswer,
  type ServerIdentity,
} from './challenge.ts';
export { toDialHost, toServerUrl } from './dial-host.ts';
export { type Listener, type VerifyServerOptions, verifyServer } from './verify-server.ts';

// Ports

export { findAvailablePort, type ListenOptions, listenOn, listenOnFirstFree } from './find-port.ts';
export { describePortHolder, type PortHolder, readPortHolder } from './port-holder.ts';

// A second start

export { type ClaimHomeOptions, claimHome, type HomeClaim } from './claim-home.ts';
export { listenForServe, type ServePortOptions } from './serve-port.ts';

// When things go wrong

export { type CrashReport, type CrashReportOptions, readCrashReports, writeCrashReport } from './crash-report.ts';
export { openRotatingLog, type RotatingLog, type RotatingLogOptions } from './rotating-log.ts';
export { type Supervised, type SuperviseOptions, supervise } from './supervise.ts';
