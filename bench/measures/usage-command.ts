import { spawnSync } from 'node:child_process';
import { rmSync, symlinkSync } from 'node:fs';
import { type BelfryHome, createBelfryHome } from '../../e2e/support/belfry-home.ts';
import { cliEntry } from '../../e2e/support/belfry-process.ts';
import { findCcusage } from '../support/ccusage.ts';
import { corpus } from '../support/corpora.ts';
import { imported, startOn } from '../support/daemon.ts';
import type { BenchContext, BenchResult } from '../support/result.ts';
import { median, milliseconds, pairedRatio, seconds } from '../support/statistics.ts';

interface Report {
  ms: number;
  totals: Record<string, number>;
  belfry: { freshness: { from: string; filesRead: number } };
}

/** P1: `usage daily --json` as a whole process, from an archive that is up to date, every file looked at. */
export async function measureWarmReport(context: BenchContext): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  for (const [name, budget] of [
    ['large', 0.06],
    ['many', 0.1],
  ] as const) {
    const { root, files } = corpus(name, context);
    const belfry = await startOn(root);
    await imported(belfry, files.length);
    await belfry.stop();
    const runs = compare(context, root, () => report(belfry.home));
    const { freshness } = runs.last.belfry;
    if (freshness.from !== 'archive' || freshness.filesRead > 0)
      context.log(`not from the archive: ${JSON.stringify(freshness)}`);
    await belfry.remove();
    results.push(
      toResult('P1', `usage of ${files.length} files from an archive, freshness checked`, runs, budget, milliseconds),
    );
  }
  return results;
}

/** P2: the same without an archive: every file read, the same totals as ccusage. */
export async function measureColdReport(context: BenchContext): Promise<BenchResult[]> {
  const { root, files, bytes } = corpus('large', context);
  const home = createBelfryHome();
  rmSync(home.claudeRoot, { recursive: true });
  symlinkSync(root, home.claudeRoot);
  const runs = compare(context, root, () => report(home));
  home.remove();
  const what = `usage of ${files.length} files, ${Math.round(bytes / 1e6)} MB, without an archive`;
  return [toResult('P2', what, runs, 0.75, seconds)];
}

interface Runs {
  ours: number[];
  theirs: number[];
  floors: number[];
  /** Totals of the last run, with those of ccusage. */
  areEqual: boolean;
  last: Report;
}

/** Both and an empty Node in turn, so that a slow minute harms all of them; the first round only warms. */
function compare(context: BenchContext, root: string, ours: () => Report): Runs {
  const ccusage = findCcusage(context);
  const runs: Omit<Runs, 'last' | 'areEqual'> = { ours: [], theirs: [], floors: [] };
  let last = ours();
  let totals = ccusage?.daily(root).totals;
  for (let round = 0; round < context.rounds * 3; round++) {
    const start = performance.now();
    spawnSync(process.execPath, ['-e', '0']);
    runs.floors.push(performance.now() - start);
    const peer = ccusage?.daily(root);
    if (peer !== undefined) runs.theirs.push(peer.ms);
    totals = peer?.totals;
    last = ours();
    runs.ours.push(last.ms);
  }
  const areEqual =
    totals === undefined ||
    Object.entries(totals).every(([name, value]) => Math.abs((last.totals[name] ?? Number.NaN) - value) < 1e-5);
  if (!areEqual) context.log(`totals differ: ${JSON.stringify({ ccusage: totals, belfry: last.totals })}`);
  return { ...runs, areEqual, last };
}

function report(home: BelfryHome): Report {
  const start = performance.now();
  const { stdout, stderr } = spawnSync(process.execPath, [cliEntry, 'ccusage', 'daily', '--json'], {
    env: home.env,
    maxBuffer: 1 << 28,
  });
  const ms = performance.now() - start;
  if (stdout.length === 0) throw new Error(`no report: ${stderr.toString()}`);
  return { ...(JSON.parse(stdout.toString()) as Report), ms };
}

function toResult(
  id: string,
  what: string,
  { ours, theirs, floors, areEqual }: Runs,
  budget: number,
  format: (ms: number) => string,
): BenchResult {
  const ratio = theirs.length === 0 ? Number.NaN : pairedRatio(ours, theirs);
  return {
    id,
    what: `${what}${areEqual ? '' : ' (totals differ)'}`,
    floor: `an empty node ${milliseconds(median(floors))}`,
    ...(theirs.length === 0 ? {} : { peer: `ccusage daily ${seconds(median(theirs))}` }),
    ours: format(median(ours)),
    ratio: Number.isNaN(ratio) ? 'no peer' : `${ratio.toFixed(3)} × ccusage`,
    budget: `≤ ${budget} × ccusage, equal totals`,
    met: ratio <= budget && areEqual,
  };
}
