import { readFileSync } from 'node:fs';
import { findCcusage } from '../support/ccusage.ts';
import { corpus } from '../support/corpora.ts';
import { imported, startOn } from '../support/daemon.ts';
import type { BenchContext, BenchResult } from '../support/result.ts';
import { median, pairedRatio, seconds } from '../support/statistics.ts';

/** P3: from `belfry serve` to every session, message, token and byte in the archive; totals must agree with ccusage. */
export async function measureFirstImport(context: BenchContext): Promise<BenchResult[]> {
  const { root, files, bytes } = corpus('large', context);
  const ccusage = findCcusage(context);
  const ours: number[] = [];
  const theirs: number[] = [];
  const floors: number[] = [];
  let agreement = 'not compared';
  for (let round = 0; round < context.rounds; round++) {
    const floorStart = performance.now();
    for (const file of files) readFileSync(file);
    floors.push(performance.now() - floorStart);

    const peer = ccusage?.daily(root);
    if (peer !== undefined) theirs.push(peer.ms);

    const start = performance.now();
    const belfry = await startOn(root);
    await imported(belfry, files.length);
    ours.push(performance.now() - start);
    if (peer !== undefined && round === 0) {
      const { items } = await belfry.api<{ items: { tokens: { output: number } }[]; next?: string }>(
        'api/v1/sessions?limit=500',
      );
      agreement = `${items.length} sessions on the first page`;
      const stats = await belfry.api<{ tokens?: unknown }>('api/v1/stats');
      context.log(`stats ${JSON.stringify(stats)}; ccusage ${JSON.stringify(peer.totals)}; ${agreement}`);
    }
    await belfry.remove();
    context.log(`first import, round ${round + 1}: ${seconds(ours.at(-1) ?? 0)}`);
  }
  const ratio = theirs.length === 0 ? Number.NaN : pairedRatio(ours, theirs);
  return [
    {
      id: 'P3',
      what: `first import of ${files.length} files, ${Math.round(bytes / 1e6)} MB: sessions, messages, usage and all bytes kept`,
      floor: `reading the files ${seconds(median(floors))}`,
      ...(theirs.length === 0 ? {} : { peer: `ccusage daily ${seconds(median(theirs))}` }),
      ours: `${seconds(median(ours))}, ${Math.round(bytes / 1e6 / (median(ours) / 1000))} MB/s`,
      ratio: Number.isNaN(ratio) ? 'no peer' : `${ratio.toFixed(2)} × ccusage`,
      budget: '≤ 1.5 × ccusage (rows), ≤ 3 × (bytes too)',
      met: ratio <= 1.5,
    },
  ];
}
