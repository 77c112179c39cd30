import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { agents, createContentReader } from '@belfry/ingest';
import { openArchiveWriter } from '@belfry/store';
import { corpus } from '../support/corpora.ts';
import { startOn } from '../support/daemon.ts';
import type { BenchContext } from '../support/result.ts';
import { watchImport } from '../support/watch-import.ts';

/** Raised when what an archive holds of a transcript, or of its words, changes. */
const edition = 1;

/** The large corpus as a daemon archived and indexed it: built once, and kept. */
export async function searchedArchive(context: BenchContext): Promise<string> {
  const directory = join(context.cacheDirectory, `archive-large-${edition}`);
  const path = join(directory, 'archive.db');
  if (!existsSync(path)) {
    const { root, files } = corpus('large', context);
    context.log('building an archive of the corpus "large"');
    const belfry = await startOn(root);
    await watchImport(belfry, files.length);
    await belfry.stop();
    const temporary = `${directory}.${process.pid}`;
    mkdirSync(temporary, { recursive: true });
    cpSync(join(belfry.home.directory, 'data', 'archive.db'), join(temporary, 'archive.db'));
    rmSync(directory, { recursive: true, force: true });
    renameSync(temporary, directory);
    await belfry.remove();
  }
  // At the schema of today, and merged, as it is when a daemon had a quiet minute.
  const writer = openArchiveWriter({ path, content: createContentReader(agents) });
  while (writer.fold(8_000_000) > 0 || writer.search.catchUp(8_000_000) > 0 || writer.search.merge(1_000));
  writer.close();
  return path;
}
