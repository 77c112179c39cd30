import { type Clock, type Logger, silentLogger, systemClock } from '@belfry/core';
import type { ApiDeps, StreamLimits } from './api-deps.ts';
import { type Access, createAccess } from './auth/access.ts';
import { resolveBasePath } from './http/base-path.ts';
import { createStreams, type Streams } from './streams.ts';
import { openUiFiles, type UiFiles } from './ui/ui-files.ts';

/** The dependencies with their defaults, and what the routes share. One for all mounts of the plugin. */
export interface ApiServices extends ApiDeps {
  clock: Clock;
  logger: Logger;
  basePath: string;
  limits: Required<StreamLimits>;
  access: Access;
  streams: Streams;
  ui: UiFiles | undefined;
}

const defaultLimits: Required<StreamLimits> = {
  heartbeatMs: 15_000,
  writeDeadlineMs: 30_000,
  stopDeadlineMs: 1_000,
  maxStreams: 256,
};

/** @throws BELFRY_CONFIG_INVALID for a base path or host name that is none */
export function resolveServices(deps: ApiDeps): ApiServices {
  const { clock = systemClock, logger = silentLogger, hosts = [], trustProxy = false, signIns, identity, hooks } = deps;
  const basePath = resolveBasePath(deps.basePath ?? '/');
  const limits = { ...defaultLimits, ...deps.stream };
  return {
    ...deps,
    clock,
    logger,
    basePath,
    limits,
    access: createAccess({ hosts, trustProxy, secret: identity.secret, hookToken: hooks.token, signIns, clock }),
    streams: createStreams(limits),
    ui: deps.uiDirectory === undefined ? undefined : openUiFiles(deps.uiDirectory, basePath),
  };
}
