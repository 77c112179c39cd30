import { readFileSync } from 'node:fs';
import { BelfryError } from '@belfry/core';
import { closest } from 'fastest-levenshtein';
import { parse } from 'smol-toml';
import { Errors } from 'typebox/value';
import { ConfigFile } from './schema.ts';

export interface ReadConfig {
  file: ConfigFile;
  /** One line each, for standard error. */
  warnings: string[];
}

/**
 * Reads `config.toml`; a missing file is an empty one.
 * @throws BELFRY_CONFIG_INVALID when it is no TOML or a known key has the wrong type
 */
export function readConfig(path: string): ReadConfig {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { file: {}, warnings: [] };
    throw new BelfryError('BELFRY_CONFIG_INVALID', `Cannot read ${path}: ${(error as Error).message}`, {
      cause: error,
    });
  }
  return parseConfig(text, path);
}

export function parseConfig(text: string, path: string): ReadConfig {
  let parsed: Record<string, unknown>;
  try {
    parsed = parse(text);
  } catch (error) {
    throw new BelfryError('BELFRY_CONFIG_INVALID', `${path} is not valid TOML: ${(error as Error).message}`, {
      cause: error,
      hint: 'Correct the line it names, or move the file away.',
    });
  }
  const known = Object.keys(ConfigFile.properties);
  const warnings: string[] = [];
  const file: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(parsed)) {
    if (known.includes(key)) file[key] = value;
    else warnings.push(`${path}: unknown key "${key}" is ignored; did you mean "${closest(key, known)}"?`);
  }
  const [problem] = Errors(ConfigFile, file);
  if (problem !== undefined) {
    const where = problem.instancePath.replace(/^\//, '').replaceAll('/', '.');
    throw new BelfryError('BELFRY_CONFIG_INVALID', `${path}: "${where}" ${problem.message}.`, {
      hint: `The keys and their types are listed in docs/config.md.`,
    });
  }
  return { file: file as ConfigFile, warnings };
}
