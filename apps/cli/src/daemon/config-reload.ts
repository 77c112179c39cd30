import { isDeepStrictEqual } from 'node:util';
import { type Logger, toBelfryError } from '@belfry/core';
import type { Config } from '../config/resolve.ts';
import type { Notices } from './notices.ts';

/** What a change of some settings asks for while the daemon runs. */
export interface ConfigApplier {
  settings: readonly (keyof Config)[];
  apply(config: Config): Promise<void> | void;
}

/** Names of the settings in `config.toml`; those without one follow from another. */
const names: Record<keyof Config, string | undefined> = {
  host: 'host',
  port: 'port',
  portGiven: undefined,
  basePath: 'base_path',
  allowedHosts: 'allowed_hosts',
  trustProxy: 'trust_proxy',
  machine: 'machine',
  rescanMs: 'rescan_seconds',
  roots: 'roots',
  pricing: 'pricing',
  alerts: 'alerts',
  logLevel: 'log_level',
};

/**
 * Applies what changed in the configuration to the running daemon. What cannot be applied is told and waits for a
 * restart; a broken file is told and changes nothing. Calls are done one after the other.
 */
export function createConfigReload(options: {
  running: Config;
  /** @throws BELFRY_CONFIG_INVALID, BELFRY_USAGE */
  read: () => { config: Config; warnings: string[] };
  appliers: readonly ConfigApplier[];
  notices: Notices;
  logger: Logger;
}): () => Promise<void> {
  const { notices, logger, appliers } = options;
  let { running } = options;
  let last: Promise<void> = Promise.resolve();

  return () => {
    last = last.then(reload);
    return last;
  };

  async function reload(): Promise<void> {
    let read: ReturnType<typeof options.read>;
    try {
      read = options.read();
    } catch (thrown) {
      const { message, hint } = toBelfryError(thrown);
      logger.error('configuration is broken, the one before holds', { error: message });
      notices.raise('config-invalid', { message, hint });
      return;
    }
    notices.clear('config-invalid');
    for (const warning of read.warnings) logger.warn('configuration', { warning });
    const changed = keysOf(read.config).filter((key) => !isDeepStrictEqual(read.config[key], running[key]));
    for (const { settings, apply } of appliers) {
      const own = settings.filter((key) => changed.includes(key));
      if (own.length === 0) continue;
      await applyOne(own, read.config, apply);
    }
    tellWaiting(keysOf(read.config).filter((key) => !isDeepStrictEqual(read.config[key], running[key])));
  }

  async function applyOne(own: (keyof Config)[], config: Config, apply: ConfigApplier['apply']): Promise<void> {
    try {
      await apply(config);
      running = { ...running, ...Object.fromEntries(own.map((key) => [key, config[key]])) };
      logger.info('configuration applied', { settings: toNames(own) });
    } catch (thrown) {
      // It stays among those that wait for a restart.
      logger.error('configuration not applied', { settings: toNames(own), error: toBelfryError(thrown).message });
    }
  }

  function tellWaiting(waiting: (keyof Config)[]): void {
    const settings = toNames(waiting);
    if (settings.length === 0) {
      notices.clear('restart-needed');
      return;
    }
    logger.warn('configuration waits for a restart', { settings });
    notices.raise('restart-needed', {
      message: `Changed in the configuration, not in effect yet: ${settings.join(', ')}.`,
      hint: 'belfry daemon restart',
    });
  }
}

function keysOf(config: Config): (keyof Config)[] {
  return Object.keys(config) as (keyof Config)[];
}

function toNames(keys: readonly (keyof Config)[]): string[] {
  return keys.flatMap((key) => names[key] ?? []);
}
