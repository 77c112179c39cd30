import { mkdirSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { BelfryError } from '../errors.ts';
import { ensurePrivateDirectory } from './private-directory.ts';

export interface AppPathsOptions {
  /** Environment variables; `BELFRY_HOME` moves everything, on Linux the `XDG_*_HOME` variables move their part. */
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  /** The user's home directory. */
  home: string;
}

/** Where belfry keeps its things. Absolute; nothing need exist. */
export interface AppPaths {
  configDir: string;
  /** What cannot be made again: the archive. */
  dataDir: string;
  /** Secret, state database, crash reports. */
  stateDir: string;
  /** May be deleted at any time. */
  cacheDir: string;
  /**
   * State files and start-up locks of running servers. Below `stateDir`, not in XDG_RUNTIME_DIR: a shell, cron
   * and a service must all look in the same place, and cron has no XDG_RUNTIME_DIR.
   */
  runDir: string;
  logDir: string;
  crashDir: string;
  configFile: string;
  archiveFile: string;
  stateDatabaseFile: string;
  /** Beside the archive, because one writer per archive is what it guards. */
  lockFile: string;
  secretFile: string;
  /** What hooks may show instead of the secret: it lets in what they say, and opens nothing. */
  hookTokenFile: string;
  /** Where clients of hooks and status lines leave what agents told them. */
  spoolDir: string;
  /** Prices a refresh fetched; what it knows of earlier prices is nowhere else. */
  pricesFile: string;
}

/**
 * The places for a machine: one directory under `BELFRY_HOME`, else XDG on Linux and the platform's own on
 * macOS and Windows.
 * @throws BELFRY_CONFIG_INVALID when `BELFRY_HOME` is relative: two programs would read it as two homes
 */
export function resolveAppPaths({ env, platform, home }: AppPathsOptions): AppPaths {
  const { join, isAbsolute } = platform === 'win32' ? win32 : posix;
  const [configDir, dataDir, stateDir, cacheDir, logDir] = directories();
  return {
    configDir,
    dataDir,
    stateDir,
    cacheDir,
    runDir: join(stateDir, 'run'),
    logDir,
    crashDir: join(stateDir, 'crashes'),
    configFile: join(configDir, 'config.toml'),
    archiveFile: join(dataDir, 'archive.db'),
    stateDatabaseFile: join(stateDir, 'state.db'),
    lockFile: join(dataDir, 'archive.lock'),
    secretFile: join(stateDir, 'secret'),
    hookTokenFile: join(stateDir, 'hook-token'),
    spoolDir: join(stateDir, 'spool'),
    pricesFile: join(dataDir, 'prices.json'),
  };

  function directories(): [config: string, data: string, state: string, cache: string, log: string] {
    const moved = env.BELFRY_HOME;
    if (moved) {
      const base = moved === '~' || moved.startsWith('~/') ? join(home, moved.slice(1)) : moved;
      if (!isAbsolute(base)) {
        throw new BelfryError('BELFRY_CONFIG_INVALID', `BELFRY_HOME is not an absolute path: ${moved}`, {
          hint: 'Set BELFRY_HOME to an absolute path, or unset it to use the platform’s own places.',
        });
      }
      return [base, join(base, 'data'), join(base, 'state'), join(base, 'cache'), join(base, 'logs')];
    }
    if (platform === 'darwin') {
      const library = join(home, 'Library');
      const support = join(library, 'Application Support', 'belfry');
      return [
        support,
        join(support, 'data'),
        join(support, 'state'),
        join(library, 'Caches', 'belfry'),
        join(library, 'Logs', 'belfry'),
      ];
    }
    if (platform === 'win32') {
      const roaming = absolute('APPDATA', join(home, 'AppData', 'Roaming'));
      const local = join(absolute('LOCALAPPDATA', join(home, 'AppData', 'Local')), 'belfry');
      return [
        join(roaming, 'belfry'),
        join(local, 'data'),
        join(local, 'state'),
        join(local, 'cache'),
        join(local, 'logs'),
      ];
    }
    const state = join(absolute('XDG_STATE_HOME', join(home, '.local', 'state')), 'belfry');
    return [
      join(absolute('XDG_CONFIG_HOME', join(home, '.config')), 'belfry'),
      join(absolute('XDG_DATA_HOME', join(home, '.local', 'share')), 'belfry'),
      state,
      join(absolute('XDG_CACHE_HOME', join(home, '.cache')), 'belfry'),
      join(state, 'logs'),
    ];
  }

  // The XDG specification: a relative path is invalid and is to be ignored.
  function absolute(name: string, otherwise: string): string {
    const value = env[name];
    return value && isAbsolute(value) ? value : otherwise;
  }
}

/**
 * Makes every directory of `paths`, private (0700) but for `configDir`, which may be the user's own and is left as
 * it is when it exists.
 * @throws BELFRY_CONFIG_INVALID when one of them belongs to somebody else or is shared
 */
export function ensureAppDirectories(paths: AppPaths): void {
  mkdirSync(paths.configDir, { recursive: true, mode: 0o700 });
  for (const directory of [
    paths.dataDir,
    paths.stateDir,
    paths.cacheDir,
    paths.runDir,
    paths.spoolDir,
    paths.logDir,
    paths.crashDir,
  ]) {
    ensurePrivateDirectory(directory);
  }
}
