import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measures } from './measures/registry.ts';
import { describeMachine } from './support/machine.ts';
import { renderReport } from './support/report.ts';
import type { BenchContext, BenchResult } from './support/result.ts';

// `npm run bench [P3 P6 …] [-- --rounds 5] [--write]`: measures the named budgets, or all.
const args = process.argv.slice(2);
const roundsAt = args.indexOf('--rounds');
const rounds = roundsAt < 0 ? 3 : Number(args[roundsAt + 1]);
const wanted = args.filter((arg) => /^P\d+$/.test(arg));

const cacheDirectory = join(import.meta.dirname, '../.tooling/bench');
mkdirSync(cacheDirectory, { recursive: true });
const context: BenchContext = { rounds, cacheDirectory, log: (line) => console.error(line) };

const results: BenchResult[] = [];
for (const [id, measure] of Object.entries(measures)) {
  if (wanted.length > 0 && !wanted.includes(id)) continue;
  console.error(`measuring ${id}`);
  results.push(...(await measure(context)));
}
const report = renderReport(results, describeMachine(), rounds);
console.log(report);
if (args.includes('--write')) writeFileSync(join(import.meta.dirname, 'README.md'), report);
