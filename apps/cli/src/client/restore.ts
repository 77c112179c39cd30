import { once } from 'node:events';
import { createWriteStream, existsSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Writable } from 'node:stream';
import { BelfryError } from '@belfry/core';

import { readContext } from '../context.ts';
import { formatBytes } from '../output/figures.ts';
import { say } from '../output/talk.ts';
import { findSessionId } from './find-session.ts';
import { parseLimit } from './parse-limit.ts';
import { type ReadableArchive, readArchive } from './read-archive.ts';

interface RestoreFlags {
  output?: string;
  generation?: string;
  force?: boolean;
}

export async function restore(target: string, flags: RestoreFlags): Promise<void> {
  const context = readContext();
  const generation = flags.generation === undefined ? undefined : parseLimit(flags.generation, 1e9);
  await readArchive(context, async (archive) => {
    const ref = { machine: context.config.machine, ...(await findSource(archive, target)) };
    const pieces = archive.restore(ref, generation);
    if (flags.output === undefined) {
      await write(pieces, process.stdout);
      return;
    }
    const path = toFile(flags.output, ref.path);
    if (existsSync(path) && !flags.force) {
      throw new BelfryError('BELFRY_USAGE', `${path} exists.`, { hint: 'Choose another name, or add --force.' });
    }
    const bytes = await writeWhole(pieces, path);
    say(`${formatBytes(bytes)} restored to ${path}; the stored hash matches.`);
  });
}

async function findSource(archive: ReadableArchive, target: string): Promise<{ root: string; path: string }> {
  const detail = await archive.session(await findSessionId(archive, target));
  const sources = detail?.sources ?? [];
  const named =
    sources.find(({ root, path }) => join(root, path) === target) ?? sources.find(({ role }) => role === 'transcript');
  if (named !== undefined) return { root: named.root, path: named.path };
  throw new BelfryError('BELFRY_NOT_FOUND', `No source belongs to "${target}".`, {
    hint: 'belfry sessions list shows what there is.',
  });
}

function toFile(output: string, path: string): string {
  return existsSync(output) && statSync(output).isDirectory() ? join(output, basename(path)) : output;
}

/** Through a file beside it, so that a failed check leaves nothing that looks restored. */
async function writeWhole(pieces: Iterable<Uint8Array>, path: string): Promise<number> {
  const temporary = `${path}.restoring`;
  const file = createWriteStream(temporary, { mode: 0o600 });
  try {
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
