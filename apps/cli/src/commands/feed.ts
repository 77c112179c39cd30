import type { Command } from 'commander';
import type { FeedFlags } from '../client/list-feed.ts';
import { countOption } from './count-option.ts';

export function registerFeed(program: Command): void {
  program
    .command('feed')
    .description('messages and tool calls of all sessions, newest first')
    .option('-a, --agent <agent...>', 'only these agents')
    .option('--project <project...>', 'only these projects')
    .option('-k, --kind <kind...>', 'only these kinds of messages and tools, e.g. prompt, reply, shell, edit')
    .option('--errors', 'only what failed')
    .option('--since <date>', 'from this day or instant on (local time)')
    .option('--until <date>', 'before this day or instant (local time)')
    .addOption(countOption('-n, --limit <count>', 'how many', 100_000).default(50))
    .option('--json', 'one entry a line, as JSON')
    .action(async (flags: FeedFlags) => {
      const { listFeed } = await import('../client/list-feed.ts');
      await listFeed(flags);
    });
}
