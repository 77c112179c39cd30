import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measures } from './measures/registry.ts';
import { describeMachine } from './support/machine.ts';
import { parseReport, renderReport } from './support/report.ts';
import type { BenchContext, BenchResult } from './support/result.ts';
import { seconds } from './support/statistics.ts';

// `npm run bench [P3 P6 agentsview …] [-- --rounds 5] [--write]`: measures the named budgets, or all.
const args = process.argv.slice(2);
const roundsAt = args.indexOf('--rounds');
const rounds = roundsAt < 0 ? 3 : Number(args[roundsAt + 1]);
const known = measures.flatMap(({ names }) => names);
const wanted = args.filter((arg, at) => !arg.startsWith('--') && (roundsAt < 0 || at !== roundsAt + 1));
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) throw new Error(`nothing measures ${unknown.join(', ')}; there are ${known.join(', ')}`);

const cacheDirectory = join(import.meta.dirname, '../.tooling/bench');
mkdirSync(cacheDirectory, { recursive: true });
const context: BenchContext = { rounds, cacheDirectory, log: (line) => console.error(line) };

const results: BenchResult[] = [];
for (const { names, measure } of measures) {
  if (wanted.length > 0 && !names.some((name) => wanted.includes(name))) continue;
  console.error(`measuring ${names.join(' and ')}`);
  const began = performance.now();
  results.push(...(await measure(context)));
  console.error(`${names.join(' and ')} took ${seconds(performance.now() - began)}`);
}
const machine = describeMachine();
console.log(renderReport(results, machine, rounds));
if (args.includes('--write')) {
  const page = join(import.meta.dirname, 'README.md');
  writeFileSync(page, renderReport(results, machine, rounds, parseReport(readFileSync(page, 'utf8'))));
}
