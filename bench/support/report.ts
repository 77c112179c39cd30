import type { BenchResult } from './result.ts';

/**
 * `bench/README.md`: what was measured, beside its floor and a peer. Of the page as it was, rows of budgets that were
 * not measured this time stay, and so does what is written below the table.
 */
export function renderReport(
  results: readonly BenchResult[],
  machine: string,
  rounds: number,
  before: Previous = { rows: [], notes: '' },
): string {
  const measured = new Set(results.map(({ id }) => id));
  const rows = results.map((result) =>
    toLine([
      result.id,
      result.what,
      result.floor ?? '',
      result.peer ?? '',
      result.ours,
      result.ratio ?? '',
      result.budget,
      result.met ? 'met' : '**missed**',
    ]),
  );
  const kept = before.rows.filter((row) => !measured.has(idOf(row)));
  const all = [...kept, ...rows].sort((a, b) => placeOf(a) - placeOf(b));
  const head = [toLine(['', 'what', 'floor', 'peer', 'belfry', 'ratio', 'budget', '']), toLine(Array(8).fill('---'))];
  return `# Benchmarks

\`npm run bench\` measures belfry beside the bare work (floor), ccusage 20.0.24 and the released agentsview (peers) in the
same run, on a corpus it generates from a seed; about a quarter of an hour on a quiet machine. Judge the ratios: seconds
belong to one machine on one day. Name budgets to measure only those (\`npm run bench P3 P6 agentsview\`), add \`--rounds 5\`
for more runs and \`--write\` to renew this page's rows of them. P11 weighs real transcripts where \`BELFRY_SAMPLES\` names
a directory of some, by agent.

Machine: ${machine}. Medians of ${rounds} interleaved rounds.

${[...head, ...all].join('\n')}
${before.notes}`;
}

/** What a new page takes over of the one before it. */
export interface Previous {
  /** Lines of the table. */
  rows: string[];
  /** From behind the table to the end. */
  notes: string;
}

export function parseReport(page: string): Previous {
  const [, table = '', notes = ''] = /\n\| --- .*\n((?:\|.*\n)*)([\s\S]*)$/.exec(page) ?? [];
  return { rows: table.split('\n').filter((line) => line !== ''), notes };
}

function toLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function idOf(row: string): string {
  return row.split('|')[1]?.trim() ?? '';
}

/** Budgets by their number, what is beside a peer after them. */
function placeOf(row: string): number {
  return Number(/^P(\d+)$/.exec(idOf(row))?.[1] ?? 1000);
}
