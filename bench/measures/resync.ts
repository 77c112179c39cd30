import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { corpus } from '../support/corpora.ts';
import { imported, processUse, startOn } from '../support/daemon.ts';
import type { BenchContext, BenchResult } from '../support/result.ts';
import { median, milliseconds } from '../support/statistics.ts';

/** P5: looking at 10,000 unchanged files again, against a bare readdir and stat of the same tree. */
export async function measureResync(context: BenchContext): Promise<BenchResult[]> {
  const { root, files } = corpus('many', context);
  const belfry = await startOn(root);
  await imported(belfry, files.length);
  const rescan = () =>
    belfry.api<{ ms: number; filesOpened: number; rowsWritten: number }>('api/v1/sync', { method: 'POST' });
  await rescan();
  const floors: number[] = [];
  const ours: number[] = [];
  const before = processUse(belfry.pid).readBytes;
  for (let round = 0; round < context.rounds * 3; round++) {
    const floorStart = performance.now();
    const projects = join(root, 'projects');
    for (const project of readdirSync(projects)) {
      for (const file of readdirSync(join(projects, project))) statSync(join(projects, project, file));
    }
    floors.push(performance.now() - floorStart);
    const start = performance.now();
    await rescan();
    ours.push(performance.now() - start);
  }
  const read = processUse(belfry.pid).readBytes - before;
  await belfry.remove();
  const ratio = median(ours) / median(floors);
  return [
    {
      id: 'P5',
      what: `re-sync of ${files.length} unchanged files, asked for over HTTP (${Math.round(read / ours.length / 1000)} kB read a round, none from transcripts)`,
      floor: `readdir and stat ${milliseconds(median(floors))}`,
      ours: milliseconds(median(ours)),
      ratio: `${ratio.toFixed(1)} × floor`,
      budget: '≤ 4 × a bare stat pass',
      met: ratio <= 4,
    },
  ];
}
