import type { BenchResult } from './result.ts';

/** `bench/README.md`: what was measured, beside its floor and a peer, and what was missed. */
export function renderReport(results: readonly BenchResult[], machine: string, rounds: number): string {
  const rows = results.map((result) => [
    result.id,
    result.what,
    result.floor ?? '',
    result.peer ?? '',
    result.ours,
    result.ratio ?? '',
    result.budget,
    result.met ? 'met' : '**missed**',
  ]);
  const table = [['', 'what', 'floor', 'peer', 'belfry', 'ratio', 'budget', ''], Array(8).fill('---'), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
  return `# Benchmarks

\`npm run bench\` measures belfry beside the bare work (floor) and beside ccusage 20.0.24 (peer) in the same run, on a
corpus it generates from a seed. Judge the ratios: seconds belong to one machine on one day. Name budgets to measure only
those (\`npm run bench P3 P6\`), add \`--rounds 5\` for more runs and \`--write\` to renew this file.

Machine: ${machine}. Medians of ${rounds} interleaved rounds.

${table}
`;
}
