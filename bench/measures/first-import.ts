import { readFileSync } from 'node:fs';
import { findCcusage } from '../support/ccusage.ts';
import { corpus } from '../support/corpora.ts';
import { startOn } from '../support/daemon.ts';
import type { BenchContext, BenchResult } from '../support/result.ts';
import { median, milliseconds, pairedRatio, percentile, seconds } from '../support/statistics.ts';
import { watchImport } from '../support/watch-import.ts';

/** P3 and P4: from `belfry serve` to every session, message, token and byte in the archive, and to all of it searchable. */
export async function measureFirstImport(context: BenchContext): Promise<BenchResult[]> {
  const { root, files, bytes } = corpus('large', context);
  const ccusage = findCcusage(context);
  const rows: number[] = [];
  const messages: number[] = [];
  const outputs: number[] = [];
  const theirs: number[] = [];
  const floors: number[] = [];
  const answers: number[] = [];
  let steps = Number.POSITIVE_INFINITY;
  for (let round = 0; round < context.rounds; round++) {
    const floorStart = performance.now();
    for (const file of files) readFileSync(file);
    floors.push(performance.now() - floorStart);

    const peer = ccusage?.daily(root);
    if (peer !== undefined) theirs.push(peer.ms);

    const start = performance.now();
    const belfry = await startOn(root);
    const seen = await watchImport(belfry, files.length);
    rows.push(seen.rowsAt - start);
    messages.push(seen.messagesAt - start);
    outputs.push(seen.outputsAt - start);
    answers.push(...seen.answers);
    steps = Math.min(steps, seen.steps);
    if (peer !== undefined && round === 0) {
      const stats = await belfry.api('api/v1/stats');
      context.log(`stats ${JSON.stringify(stats)}; ccusage ${JSON.stringify(peer.totals)}`);
    }
    await belfry.remove();
    const times = [rows, messages, outputs].map((list) => seconds(list.at(-1) ?? 0));
    context.log(`first import, round ${round + 1}: ${times.join(', ')}`);
  }
  const ratioOf = (ours: readonly number[]) => (theirs.length === 0 ? Number.NaN : pairedRatio(ours, theirs));
  const inWords = (ratio: number) => (Number.isNaN(ratio) ? 'no peer' : `${ratio.toFixed(2)} × ccusage`);
  const rate = (list: readonly number[]) => bytes / 1e6 / (median(list) / 1000);
  const p99 = percentile(answers, 99);
  const beside = {
    floor: `reading the files ${seconds(median(floors))}`,
    ...(theirs.length === 0 ? {} : { peer: `ccusage daily ${seconds(median(theirs))}` }),
  };
  const corpusName = `${files.length} files, ${Math.round(bytes / 1e6)} MB`;
  return [
    {
      id: 'P3',
      what: `first import of ${corpusName}: sessions, messages, usage and all bytes kept`,
      ...beside,
      ours: `${seconds(median(rows))}, ${Math.round(rate(rows))} MB/s`,
      ratio: inWords(ratioOf(rows)),
      budget: '≤ 1.5 × ccusage',
      met: ratioOf(rows) <= 1.5,
    },
    {
      id: 'P4',
      what: `the same run until messages, thinking and tool inputs are searchable; until tool outputs are; HTTP meanwhile (${answers.length} answers; at least ${steps} stands of progress told)`,
      ...beside,
      ours: `${seconds(median(messages))}, ${Math.round(rate(messages))} MB/s; outputs ${seconds(median(outputs))}; HTTP p99 ${milliseconds(p99)}`,
      ratio: `${inWords(ratioOf(messages))}; outputs ${inWords(ratioOf(outputs))}`,
      budget: '≤ 3 × ccusage, ≥ 100 MB/s; outputs ≤ 6 ×; HTTP p99 ≤ 50 ms; progress',
      met: ratioOf(messages) <= 3 && rate(messages) >= 100 && ratioOf(outputs) <= 6 && p99 <= 50 && steps >= 10,
    },
  ];
}
