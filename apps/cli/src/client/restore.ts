import { once } from 'node:events';
import { createWriteStream, existsSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { BelfryError } from '@belfry/core';
import { readContext } from '../context.ts';
import { formatBytes } from '../output/figures.ts';
import { say } from '../output/talk.ts';
import { writeJson } from '../output/write-json.ts';
import { findSource, type SourcePlace } from './find-source.ts';
import { readArchive } from './read-archive.ts';

export interface RestoreFlags {
  output?: string;
  generation?: number;
  force?: boolean;
  json?: boolean;
}

export async function restore(target: string, flags: RestoreFlags): Promise<void> {
  const { output, generation, force, json } = flags;
  if (json && output === undefined) {
    throw new BelfryError('BELFRY_USAGE', '--json needs --output: standard output would hold the file itself.');
  }
  const context = readContext();
  await readArchive(context, async (archive) => {
    const place = await findSource(archive, context, target);
    refuseUnknownGeneration(place, generation);
    const pieces = archive.restore(place, generation);
    if (output === undefined) {
      await write(pieces, process.stdout);
      return;
    }
    const path = toFile(output, place.path);
    refuseUnwritable(path, force === true);
    const bytes = await writeWhole(pieces, path);
    if (json) writeJson({ path: resolve(path), source: join(place.root, place.path), bytes });
    else say(`${formatBytes(bytes)} restored to ${path}; every stored hash matches.`);
  });
}

function refuseUnknownGeneration({ path, generation: newest }: SourcePlace, wanted: number | undefined): void {
  if (wanted === undefined || newest === undefined || wanted <= newest) return;
  throw new BelfryError('BELFRY_NOT_FOUND', `${path} has no generation ${wanted}.`, {
    hint: newest === 1 ? 'It was never rewritten; leave out --generation.' : `Its generations are 1 to ${newest}.`,
  });
}

function refuseUnwritable(path: string, mayReplace: boolean): void {
  const parent = dirname(path);
  if (!existsSync(parent)) {
    throw new BelfryError('BELFRY_NOT_FOUND', `There is no directory ${parent}.`, { hint: 'Make it first.' });
  }
  const existing = statSync(path, { throwIfNoEntry: false });
  if (existing === undefined) return;
  if (!existing.isFile()) {
    throw new BelfryError('BELFRY_USAGE', `${path} is not a regular file.`, {
      hint: 'Leave out --output to write to standard output.',
    });
  }
  if (mayReplace) return;
  throw new BelfryError('BELFRY_USAGE', `${path} exists.`, { hint: 'Choose another name, or add --force.' });
}

function toFile(output: string, path: string): string {
  const isDirectory = statSync(output, { throwIfNoEntry: false })?.isDirectory() === true;
  return isDirectory ? join(output, basename(path)) : output;
}

/** Through a file beside it, so that a failed check leaves nothing that looks restored. */
async function writeWhole(pieces: Iterable<Uint8Array>, path: string): Promise<number> {
  const temporary = join(dirname(path), `.${basename(path)}.restoring`);
  const file = createWriteStream(temporary, { mode: 0o600 });
  try {
    await once(file, 'open');
    const bytes = await write(pieces, file);
    file.end();
    await once(file, 'close');
    await rename(temporary, path);
    return bytes;
  } catch (error) {
    file.destroy();
    await rm(temporary, { force: true });
    throw error;
  }
}

async function write(pieces: Iterable<Uint8Array>, to: Writable): Promise<number> {
  let bytes = 0;
  for (const piece of pieces) {
    bytes += piece.length;
    if (!to.write(piece)) await once(to, 'drain');
  }
  return bytes;
}
