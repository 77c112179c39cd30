import type { Command } from 'commander';
import { countOption } from './count-option.ts';

const mostMinutes = 7 * 24 * 60;

export function registerReplay(program: Command): void {
  program
    .command('replay')
    .description('print what a session did moment by moment, and what would have rung, from its transcript')
    .argument('<path>', 'a transcript, or a directory of recordings (events.jsonl and transcript.jsonl)')
    .option('--rule <id...>', 'only these rules, also such as are off')
    .addOption(countOption('--after <minutes>', 'go on so long after the last record', mostMinutes))
    .option('--json', 'print as JSON')
    .action(async (path: string, flags: { json?: boolean; rule?: string[]; after?: number }) => {
      const { runReplay } = await import('../replay/run-replay.ts');
      runReplay(path, flags);
    });
}
