import { homedir } from 'node:os';
import { join } from 'node:path';
import { type AppPaths, resolveAppPaths } from '@belfry/core/node';
import { type AgentEnvironment, agents } from '@belfry/ingest';
import { readConfig } from './config/read-config.ts';
import { type Config, type ConfigFlags, resolveConfig } from './config/resolve.ts';
import { say } from './output/talk.ts';

/** What a command runs in: the only place that reads the environment. */
export interface CommandContext {
  paths: AppPaths;
  logPath: string;
  config: Config;
  environment: AgentEnvironment;
  /** Started by `daemon start`: nobody looks at what is printed, it goes to the log. */
  isDetached: boolean;
}

export function readContext(flags: ConfigFlags = {}): CommandContext {
  const env = process.env;
  const home = env.HOME ?? homedir();
  const paths = resolveAppPaths({ env, platform: process.platform, home });
  const { file, warnings } = readConfig(
    paths.configFile,
    agents.map(({ id }) => id),
  );
  for (const warning of warnings) say(`belfry: ${warning}`);
  return {
    paths,
    logPath: join(paths.logDir, 'belfry.log'),
    config: resolveConfig({ file, env, flags, home }),
    environment: { home, platform: process.platform, env },
    isDetached: env.BELFRY_DETACHED === '1',
  };
}
