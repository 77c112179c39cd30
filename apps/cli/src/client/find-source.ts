import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { BelfryError } from '@belfry/core';
import { agents, resolvePlaces } from '@belfry/ingest';
import type { CommandContext } from '../context.ts';
import { findSessionId } from './find-session.ts';
import type { ReadableArchive } from './read-archive.ts';

export interface SourcePlace {
  machine: string;
  root: string;
  path: string;
  /** The newest past of it; unknown for files that belong to no session. */
  generation?: number;
}

/** The transcript of a session, or any file below an agent's directory, whether it still exists or not. */
export async function findSource(
  archive: ReadableArchive,
  context: CommandContext,
  target: string,
): Promise<SourcePlace> {
  const file = resolve(target);
  const sideFile = isAbsolute(target) ? findBelowRoot(context, file) : undefined;
  if (sideFile !== undefined && (await archive.sessionByPath(file)) === undefined) return sideFile;
  const detail = await archive.session(await findSessionId(archive, target));
  const sources = detail?.sources ?? [];
  const found =
    sources.find(({ root, path }) => join(root, path) === file) ?? sources.find(({ role }) => role === 'transcript');
  if (detail === undefined || found === undefined) {
    throw new BelfryError('BELFRY_NOT_FOUND', `No source belongs to "${target}".`, {
      hint: 'belfry sessions show prints the files of a session.',
    });
  }
  return { machine: detail.machine, root: found.root, path: found.path, generation: found.generation };
}

function findBelowRoot({ config, environment }: CommandContext, file: string): SourcePlace | undefined {
  const places = resolvePlaces({ agents, environment, machine: config.machine, extraRoots: config.roots });
  const place = places.find(({ root }) => file.startsWith(root.path + sep));
  if (place === undefined) return undefined;
  const path = relative(place.root.path, file).split(sep).join('/');
  return { machine: place.machine, root: place.root.path, path };
}
