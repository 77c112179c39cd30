import { BelfryError } from '@belfry/core';
import { agents, createContentReader, createSourceParser } from '@belfry/ingest';
import { type ByteStore, openReadStore, type ReadStore } from '@belfry/store';
import type { CommandContext } from '../context.ts';

export type ReadableArchive = ReadStore & ByteStore;

/**
 * Runs `work` on the archive, daemon or not: SQLite lets readers in beside the writer.
 * @throws BELFRY_ARCHIVE_MISSING with what to do about it
 */
export async function readArchive<T>(
  context: CommandContext,
  work: (archive: ReadableArchive) => Promise<T>,
): Promise<T> {
  const archive = openArchive(context.paths.archiveFile);
  try {
    return await work(archive);
  } finally {
    archive.close();
  }
}

function openArchive(path: string): ReturnType<typeof openReadStore> {
  try {
    return openReadStore({ path, content: createContentReader(agents), parser: createSourceParser(agents) });
  } catch (error) {
    if (!(error instanceof BelfryError) || error.code !== 'BELFRY_ARCHIVE_MISSING') throw error;
    throw new BelfryError('BELFRY_ARCHIVE_MISSING', `There is no archive at ${path} yet.`, {
      cause: error,
      hint: 'Run belfry serve or belfry daemon start once; it reads what your agents have written.',
    });
  }
}
