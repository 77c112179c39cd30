import { readFileSync } from 'node:fs';
import { BelfryError } from '@belfry/core';
import { closest, distance } from 'fastest-levenshtein';
import { parse, TomlError } from 'smol-toml';
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
export function readConfig(path: string, agents: readonly string[]): ReadConfig {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { file: {}, warnings: [] };
    throw new BelfryError('BELFRY_CONFIG_INVALID', `Cannot read ${path}: ${(error as Error).message}`, {
      cause: error,
    });
  }
  return parseConfig(text, path, agents);
}

export function parseConfig(text: string, path: string, agents: readonly string[]): ReadConfig {
  let parsed: Record<string, unknown>;
  try {
    parsed = parse(text);
  } catch (error) {
    throw new BelfryError('BELFRY_CONFIG_INVALID', `${path} is not valid TOML${toPlace(error)}.`, {
      cause: error,
      hint: error instanceof TomlError ? error.codeblock.trimEnd() : 'Correct it, or move the file away.',
    });
  }
  const known = Object.keys(ConfigFile.properties);
  const warnings: string[] = [];
  const file: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(parsed)) {
    if (known.includes(key)) file[key] = value;
    else warnings.push(`${path}: unknown key "${key}" is ignored${toSuggestion(key, known)}`);
  }
  const [problem] = Errors(ConfigFile, file);
  if (problem !== undefined) {
    const [key = '', ...inner] = problem.instancePath.split('/').slice(1).map(fromPointer);
    // What is said of a key in a table that takes no others.
    const reason = problem.message === 'schema is false' ? 'is not known here' : problem.message;
    const { description } = ConfigFile.properties[key as keyof ConfigFile] as { description?: string };
    throw new BelfryError('BELFRY_CONFIG_INVALID', `${path}: "${[key, ...inner].join('.')}" ${reason}.`, {
      ...(description === undefined ? {} : { hint: `${key}: ${description}` }),
    });
  }
  for (const agent of Object.keys((file as ConfigFile).roots ?? {})) {
    if (agents.includes(agent)) continue;
    warnings.push(`${path}: [roots] names no agent with "${agent}"${toSuggestion(agent, agents)}`);
  }
  return { file: file as ConfigFile, warnings };
}

/** A name as it stands in the file. */
function fromPointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function toPlace(error: unknown): string {
  if (!(error instanceof TomlError)) return `: ${(error as Error).message}`;
  const [reason = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
  return ` in line ${error.line}: ${reason}`;
}

/** Only what looks like a slip of the finger. */
function toSuggestion(name: string, known: readonly string[]): string {
  const nearest = closest(name, known);
  const isNear = distance(name, nearest) <= Math.max(2, Math.floor(nearest.length / 3));
  return isNear ? `; did you mean "${nearest}"?` : `; there are ${known.join(', ')}.`;
}
