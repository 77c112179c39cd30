import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { agents, compareWithKnown, discoverSources } from '@belfry/ingest';
import { openArchiveWriter } from '@belfry/store';
import { corpus } from '../support/corpora.ts';
import { imported, startOn } from '../support/daemon.ts';
import type { BenchContext, BenchResult } from '../support/result.ts';
import { median, milliseconds } from '../support/statistics.ts';

/** P5: looking at 10,000 unchanged files again, the archive's cursors read anew, against a bare readdir and stat. */
export async function measureResync(context: BenchContext): Promise<BenchResult[]> {
  const { root, files } = corpus('many', context);
  const belfry = await startOn(root);
  await imported(belfry, files.length);
  await belfry.stop();
  const archive = openArchiveWriter({ path: join(belfry.home.directory, 'data', 'archive.db') });
  const environment = { home: belfry.home.userHome, platform: process.platform, env: {} };
  const floors: number[] = [];
  const ours: number[] = [];
  let todo = 0;
  for (let round = 0; round < context.rounds * 3; round++) {
    const floorStart = performance.now();
    const projects = join(root, 'projects');
    for (const project of readdirSync(projects)) {
      for (const file of readdirSync(join(projects, project))) statSync(join(projects, project, file));
    }
    floors.push(performance.now() - floorStart);

    const start = performance.now();
    const found = await discoverSources({ agents, environment, machine: 'tower' });
    const { added, changed, unchanged, vanished } = compareWithKnown(found.sources, archive.sources('tower'));
    ours.push(performance.now() - start);
    todo = added.length + changed.length + vanished.length;
    if (unchanged < files.length) context.log(`only ${unchanged} of ${files.length} were unchanged`);
  }
  archive.close();
  await belfry.remove();
  const ratio = median(ours) / median(floors);
  return [
    {
      id: 'P5',
      what: `re-sync of ${files.length} unchanged files, cursors read from the archive (${todo} files to open, 0 rows written)`,
      floor: `readdir and stat ${milliseconds(median(floors))}`,
      ours: milliseconds(median(ours)),
      ratio: `${ratio.toFixed(1)} × floor`,
      budget: '≤ 4 × a bare stat pass',
      met: ratio <= 4 && todo === 0,
    },
  ];
}
