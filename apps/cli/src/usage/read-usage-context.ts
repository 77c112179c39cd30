import { existsSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { resolveAppPaths } from '@belfry/core/node';
import { createPricer } from '@belfry/pricing';
import { loadPart } from './load-part.ts';
import type { UsageContext } from './usage-context.ts';

/** @throws BELFRY_CONFIG_INVALID */
export async function readUsageContext(): Promise<UsageContext> {
  const env = process.env;
  const home = env.HOME ?? homedir();
  const paths = resolveAppPaths({ env, platform: process.platform, home });
  const environment = { home, platform: process.platform, env };
  if (!existsSync(paths.configFile)) {
    return { paths, environment, machine: env.BELFRY_MACHINE || hostname(), roots: {}, pricer: createPricer() };
  }
  const { readConfigured } = await loadPart<typeof import('./read-configured.ts')>('usage-config');
  return { paths, environment, ...readConfigured() };
}
