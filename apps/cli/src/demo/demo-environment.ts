import { join } from 'node:path';
import { resolveAppPaths } from '@belfry/core/node';

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that would lead the demo to somebody's real agents, or to belfry's real home. */
const leading = /^(?:CLAUDE_|CODEX_|XDG_|BELFRY_MACHINE$)/;

export interface DemoHome {
  /** Everything of the demo; it may be removed as a whole. */
  directory: string;
  /** Stands for the user's home directory: the agents' own directories lie in it. */
  userHome: string;
  env: Environment;
}

/** A home inside belfry's data, with agents' directories of its own: nothing real is read or written. */
export function toDemoHome(env: Environment, platform: NodeJS.Platform, home: string): DemoHome {
  const directory = join(resolveAppPaths({ env, platform, home }).dataDir, 'demo');
  const userHome = join(directory, 'user');
  const kept = Object.entries(env).filter(([name]) => !leading.test(name));
  return {
    directory,
    userHome,
    env: {
      ...Object.fromEntries(kept),
      HOME: userHome,
      BELFRY_HOME: join(directory, 'belfry'),
      BELFRY_MACHINE: 'demo',
    },
  };
}
