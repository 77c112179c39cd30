import { readdirSync, readlinkSync } from 'node:fs';
import { corpus } from '../support/corpora.ts';
import { imported, processUse, startOn } from '../support/daemon.ts';
import type { BenchContext, BenchResult } from '../support/result.ts';

const idleMs = 130_000;

/** P10: what belfry costs when nothing happens, two safety re-scans included. */
export async function measureIdle(context: BenchContext): Promise<BenchResult[]> {
  const { root, files } = corpus('many', context);
  const belfry = await startOn(root);
  await imported(belfry, files.length);
  // The import's process ends, heaps shrink, tail rows are folded.
  await new Promise((resolve) => setTimeout(resolve, 20_000));
  const before = processUse(belfry.pid);
  await new Promise((resolve) => setTimeout(resolve, idleMs));
  const after = processUse(belfry.pid);
  const open = readdirSync(`/proc/${belfry.pid}/fd`).filter((fd) => {
    try {
      return readlinkSync(`/proc/${belfry.pid}/fd/${fd}`).endsWith('.jsonl');
    } catch {
      // Closed between listing and reading.
      return false;
    }
  }).length;
  await belfry.remove();
  const share = (100 * (after.cpuMs - before.cpuMs)) / idleMs;
  const rssMegabytes = after.rssBytes / 1e6;
  return [
    {
      id: 'P10',
      what: `idle with ${files.length} files, ${idleMs / 1000} s: all threads (${Math.round((after.readBytes - before.readBytes) / 1000)} kB read, ${open} transcripts open)`,
      ours: `${share.toFixed(2)} % of a core, ${Math.round(rssMegabytes)} MB`,
      budget: '≤ 0.2 %, ≤ 130 MB',
      met: share <= 0.2 && rssMegabytes <= 130,
    },
  ];
}
