import { hostname } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { BelfryError } from '@belfry/core';
import type { PriceOverride } from '@belfry/pricing';
import { type AlertSettings, toAlertSettings } from './alert-settings.ts';
import type { ConfigFile } from './schema.ts';

/** Settings a command runs with. `portGiven`: the user asked for this very port, so another is no answer. */
export interface Config {
  host: string;
  port: number;
  portGiven: boolean;
  basePath: string;
  allowedHosts: string[];
  trustProxy: boolean;
  machine: string;
  rescanMs: number;
  roots: Record<string, string[]>;
  /** `overrides` by model name. */
  pricing: { refresh: boolean; overrides: Record<string, PriceOverride> };
  alerts: AlertSettings;
  logLevel: LogLevel;
}

const logLevels = ['debug', 'info', 'warn', 'error'] as const;
type LogLevel = (typeof logLevels)[number];

export interface ConfigFlags {
  host?: string | undefined;
  port?: string | undefined;
  basePath?: string | undefined;
}

const defaultPort = 7717;

/** Where a daemon that is restarted was before, though nobody asked for it: pages that are open look for it there. */
export const lastPortVariable = 'BELFRY_LAST_PORT';

/** Flags beat environment beats file beats default. */
export function resolveConfig(input: {
  file: ConfigFile;
  env: Readonly<Record<string, string | undefined>>;
  flags: ConfigFlags;
  /** What `~` in a directory stands for. */
  home: string;
}): Config {
  const { file, env, flags, home } = input;
  const port = toPort(flags.port ?? env.BELFRY_PORT) ?? file.port;
  return {
    host: flags.host || env.BELFRY_HOST || file.host || '127.0.0.1',
    port: port ?? toPort(env[lastPortVariable]) ?? defaultPort,
    portGiven: port !== undefined && port !== 0,
    basePath: toBasePath(flags.basePath ?? env.BELFRY_BASE_PATH ?? file.base_path ?? '/'),
    allowedHosts: file.allowed_hosts ?? [],
    trustProxy: file.trust_proxy ?? false,
    machine: env.BELFRY_MACHINE || file.machine || hostname(),
    rescanMs: (file.rescan_seconds ?? 60) * 1000,
    roots: toRoots(file.roots ?? {}, home),
    pricing: { refresh: file.pricing?.refresh ?? false, overrides: file.pricing?.models ?? {} },
    alerts: toAlertSettings(file.alerts ?? {}),
    logLevel: toLogLevel(env.BELFRY_LOG || file.log_level),
  };
}

function toPort(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new BelfryError('BELFRY_USAGE', `"${text}" is not a port.`, { hint: 'Give a whole number from 0 to 65535.' });
}

/** Always starts and ends with one slash. */
function toBasePath(text: string): string {
  const inner = text.replace(/^\/+|\/+$/g, '');
  if (/[?#\s]/.test(inner)) {
    throw new BelfryError('BELFRY_CONFIG_INVALID', `"${text}" is not a URL path.`, {
      hint: 'Use something like /belfry/.',
    });
  }
  return inner === '' ? '/' : `/${inner}/`;
}

/** Relative directories are refused: they would mean another place for each shell belfry is started from. */
function toRoots(roots: Record<string, string[]>, home: string): Record<string, string[]> {
  const toAbsolute = (agent: string, path: string) => {
    const expanded = path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : path;
    if (isAbsolute(expanded)) return expanded;
    throw new BelfryError('BELFRY_CONFIG_INVALID', `The root "${path}" of ${agent} is not an absolute path.`, {
      hint: 'Begin it with / or ~/.',
    });
  };
  return Object.fromEntries(
    Object.entries(roots).map(([agent, paths]) => [agent, paths.map((path) => toAbsolute(agent, path))]),
  );
}

function toLogLevel(text: string | undefined): LogLevel {
  const level = logLevels.find((known) => known === (text || 'info'));
  if (level !== undefined) return level;
  throw new BelfryError('BELFRY_CONFIG_INVALID', `BELFRY_LOG is "${text}", which is no log level.`, {
    hint: `Set it to ${logLevels.join(', ')}.`,
  });
}
