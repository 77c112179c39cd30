import { existsSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import type { Pricer } from '@belfry/core';
import { type AppPaths, resolveAppPaths } from '@belfry/core/node';
import type { AgentEnvironment } from '@belfry/ingest';
import { createPricer } from '@belfry/pricing';
import { loadPart } from './load-part.ts';

/** What a usage report runs in; as `readContext`, without what costs start-up time when nobody configured anything. */
export interface UsageContext {
  paths: AppPaths;
  machine: string;
  roots: Record<string, string[]>;
  environment: AgentEnvironment;
  pricer: Pricer;
}

/** @throws BELFRY_CONFIG_INVALID */
export async function readUsageContext(): Promise<UsageContext> {
  const env = process.env;
  const home = env.HOME ?? homedir();
  const paths = resolveAppPaths({ env, platform: process.platform, home });
  const environment = { home, platform: process.platform, env };
  if (!existsSync(paths.configFile)) {
    return { paths, environment, machine: env.BELFRY_MACHINE || hostname(), roots: {}, pricer: createPricer() };
  }
  const { readConfigured } = await loadPart('usage-config');
  return { paths, environment, ...readConfigured() };
}
