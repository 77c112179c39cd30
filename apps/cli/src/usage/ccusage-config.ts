import { readFileSync } from 'node:fs';
import { BelfryError } from '@belfry/core';

/** Options of commander, by the name it gives them. */
type Flags = Record<string, unknown>;

/**
 * Adds what a ccusage.json says under `defaults` and under the command's name where the command line says nothing.
 * Keys of its that are no option here are left out.
 * @throws BELFRY_CONFIG_INVALID when the file is no JSON object
 */
export function withCcusageConfig<Asked extends { config?: string }>(flags: Asked, command: string): Asked {
  if (flags.config === undefined) return flags;
  const { defaults, commands } = readObject(flags.config);
  const own = isObject(commands) ? commands[command] : undefined;
  return { ...clean(defaults), ...clean(own), ...flags };
}

function readObject(path: string): Flags {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isObject(value)) return value;
  } catch (cause) {
    throw new BelfryError('BELFRY_CONFIG_INVALID', `Cannot read ${path}: ${(cause as Error).message}`, { cause });
  }
  throw new BelfryError('BELFRY_CONFIG_INVALID', `${path} is not a JSON object.`);
}

/** Numbers stand where the command line has text. */
function clean(value: unknown): Flags {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, typeof one === 'number' ? String(one) : one]),
  );
}

function isObject(value: unknown): value is Flags {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
