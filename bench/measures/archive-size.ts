import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { agents, createContentReader } from '@belfry/ingest';
import { openArchiveWriter, openReadStore } from '@belfry/store';
import { hasSamples, importSource, realRoots, realSources } from '../../packages/store/test/real-sources.ts';
import { searchedArchive } from '../corpus/searched-archive.ts';
import { corpus } from '../support/corpora.ts';
import type { BenchContext, BenchResult } from '../support/result.ts';

interface Weighed {
  path: string;
  files: number;
  sourceBytes: number;
  of: string;
}

/** P11: what the archive takes on disk, everything searchable and merged, of what the agents wrote. */
export async function measureArchiveSize(context: BenchContext): Promise<BenchResult[]> {
  const { path, files, sourceBytes, of } = hasSamples ? archiveSamples(context) : await archiveCorpus(context);
  const store = openReadStore({ path, content: createContentReader(agents) });
  const { archive } = await store.disk({ by: 'agent' });
  store.close();
  const ratio = statSync(path).size / sourceBytes;
  const share = (bytes: number) => `${(bytes / sourceBytes).toFixed(2)}`;
  return [
    {
      id: 'P11',
      what: `archive of ${of}, ${files} files, indexes included (bytes kept ${share(archive.segmentBytes + archive.blobBytes)}, rows and indexes ${share(archive.rowBytes)}, free ${share(archive.freeBytes)})`,
      floor: `the files ${megabytes(sourceBytes)}`,
      ours: megabytes(statSync(path).size),
      ratio: `${ratio.toFixed(2)} × the files`,
      budget: '≤ 0.40 × the files',
      met: hasSamples && ratio <= 0.4,
    },
  ];
}

function archiveSamples({ cacheDirectory }: BenchContext): Weighed {
  const directory = join(cacheDirectory, 'archive-samples');
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory);
  const path = join(directory, 'archive.db');
  const writer = openArchiveWriter({ path, content: createContentReader(agents) });
  let sourceBytes = 0;
  let files = 0;
  for (const source of realRoots.flatMap(realSources)) {
    importSource(writer, source, { bulk: true, maxBatchBytes: 1024 * 1024 });
    files += 1;
    sourceBytes += statSync(join(source.ref.root, source.ref.path)).size;
  }
  while (writer.fold(8_000_000) > 0 || writer.search.catchUp(8_000_000) > 0 || writer.search.merge(1_000));
  writer.close();
  return { path, files, sourceBytes, of: 'real transcripts' };
}

async function archiveCorpus(context: BenchContext): Promise<Weighed> {
  context.log('no real transcripts: name a directory of some by BELFRY_SAMPLES. Weighing the generated corpus instead');
  const { files, bytes } = corpus('large', context);
  const path = await searchedArchive(context);
  return { path, files: files.length, sourceBytes: bytes, of: 'generated transcripts (no real ones here)' };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
