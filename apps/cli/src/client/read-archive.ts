import { existsSync } from 'node:fs';
import { BelfryError } from '@belfry/core';
import { agents, createContentReader } from '@belfry/ingest';
import { type OpenedReadStore, openReadStore } from '@belfry/store';
import type { CommandContext } from '../context.ts';

/** Runs `work` on the archive, daemon or not: SQLite lets readers in beside the writer. */
export async function readArchive<T>(
  context: CommandContext,
  work: (archive: OpenedReadStore) => Promise<T>,
): Promise<T> {
  if (!existsSync(context.paths.archiveFile)) {
    throw new BelfryError('BELFRY_ARCHIVE_MISSING', `There is no archive at ${context.paths.archiveFile} yet.`, {
      hint: 'Run belfry serve or belfry daemon start once; it reads what your agents have written.',
    });
  }
  const archive = openReadStore({ path: context.paths.archiveFile, content: createContentReader(agents) });
  try {
    return await work(archive);
  } finally {
    archive.close();
  }
}
