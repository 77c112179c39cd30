import type { Clock, Logger } from '@belfry/core';
import type { Hub } from '@belfry/events';
import type { SignInCodes } from './auth/sign-in-codes.ts';
import type { Version } from './contract/server.ts';
import type { AttentionPort } from './ports/attention-port.ts';
import type { HookPort } from './ports/hook-port.ts';
import type { IdentityPort } from './ports/identity-port.ts';
import type { JobPort } from './ports/job-port.ts';
import type { ReadPort } from './ports/read-port.ts';
import type { SignInPort } from './ports/sign-in-port.ts';
import type { SyncPort } from './ports/sync-port.ts';
import type { UsagePort } from './ports/usage-port.ts';

/** What the plugin works with. */
export interface ApiDeps {
  read: ReadPort;
  usage: UsagePort;
  sync: SyncPort;
  jobs: JobPort;
  hooks: HookPort;
  attention: AttentionPort;
  hub: Pick<Hub, 'subscribe' | 'lastId'>;
  signIns: SignInPort;
  codes: SignInCodes;
  identity: IdentityPort;
  version: Version;
  clock?: Clock;
  logger?: Logger;

  /** Where browsers see the UI, `/` or `/some/path/`; default `/`. A proxy may keep or strip it. */
  basePath?: string;
  /** Names besides loopback this server may be called by: `name` (any port) or `name:port`. */
  hosts?: readonly string[];
  /** Believe `X-Forwarded-*`. Only behind a proxy that sets them. Default `false`. */
  trustProxy?: boolean;
  /** Directory of the built UI; without it only the API is served. */
  uiDirectory?: string;
  stream?: StreamLimits;
}

export interface StreamLimits {
  /** Default 15,000. */
  heartbeatMs?: number;
  /** A client that takes nothing for so long is cut off; default 30,000. */
  writeDeadlineMs?: number;
  /** How long a closing server waits for its streams to end in order; default 1,000. */
  stopDeadlineMs?: number;
  /** Streams open at once; default 256. */
  maxStreams?: number;
}
