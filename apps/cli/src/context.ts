import { homedir } from 'node:os';
import { join } from 'node:path';
import { BelfryError } from '@belfry/core';
import { type AppPaths, resolveAppPaths } from '@belfry/core/node';
import { type AgentEnvironment, agents } from '@belfry/ingest';
import { type ReadConfig, readConfig } from './config/read-config.ts';
import { type Config, type ConfigFlags, resolveConfig } from './config/resolve.ts';
import { type DemoHome, toDemoHome } from './demo/demo-environment.ts';
import { say } from './output/talk.ts';

/** What a command runs in: the only place that reads the environment. */
export interface CommandContext {
  paths: AppPaths;
  logPath: string;
  config: Config;
  /** Only where `tolerant`: the configuration file is broken, and `config` is as if there were none. */
  configProblem?: BelfryError;
  /** Reads the configuration file again, with the environment and the flags of this process. */
  reread(): { config: Config; warnings: string[] };
  environment: AgentEnvironment;
  /** Started by `daemon start`: nobody looks at what is printed, it goes to the log. */
  isDetached: boolean;
  /** Set when everything is made up, and lies in a home of its own. */
  demo?: DemoHome;
}

/**
 * `tolerant`: for commands that say what is wrong, a broken configuration file is no reason to fail.
 * @throws BELFRY_CONFIG_INVALID
 */
export function readContext(
  flags: ConfigFlags = {},
  { tolerant = false, isDemo = false }: { tolerant?: boolean; isDemo?: boolean } = {},
): CommandContext {
  const realHome = process.env.HOME ?? homedir();
  const demo = isDemo ? toDemoHome(process.env, process.platform, realHome) : undefined;
  const { env, userHome: home } = demo ?? { env: process.env, userHome: realHome };
  const paths = resolveAppPaths({ env, platform: process.platform, home });
  const names = agents.map(({ id }) => id);
  const toConfig = ({ file, warnings }: ReadConfig) => ({
    config: resolveConfig({ file, env, flags, home }),
    warnings,
  });
  const reread = () => toConfig(readConfig(paths.configFile, names));
  const { config, warnings, configProblem } = tolerant ? readTolerantly() : { ...reread(), configProblem: undefined };
  for (const warning of warnings) say(`belfry: ${warning}`);
  return {
    paths,
    logPath: join(paths.logDir, 'belfry.log'),
    config,
    ...(configProblem === undefined ? {} : { configProblem }),
    reread,
    environment: { home, platform: process.platform, env },
    isDetached: env.BELFRY_DETACHED === '1',
    ...(demo === undefined ? {} : { demo }),
  };

  function readTolerantly(): ReturnType<typeof reread> & { configProblem?: BelfryError } {
    try {
      return reread();
    } catch (error) {
      if (!(error instanceof BelfryError) || error.code !== 'BELFRY_CONFIG_INVALID') throw error;
      return { ...toConfig({ file: {}, warnings: [] }), configProblem: error };
    }
  }
}
