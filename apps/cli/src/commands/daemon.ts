import type { Command } from 'commander';
import type { ServeFlags } from '../daemon/serve.ts';
import { countOption } from './count-option.ts';

export function registerDaemon(program: Command): void {
  const daemon = program.command('daemon').description('run belfry in the background');
  const action = (name: 'start' | 'stop' | 'restart') => async (flags: ServeFlags & { json?: boolean }) => {
    const control = await import('../daemon/background.ts');
    await control[name](flags);
  };
  for (const name of ['start', 'restart'] as const) {
    daemon
      .command(name)
      .description(name === 'start' ? 'start it, or say where it already runs' : 'stop it, then start it again')
      .option('--host <address>', 'address to listen on')
      .option('-p, --port <port>', 'port to listen on')
      .option('--base-path <path>', 'URL prefix behind a reverse proxy')
      .option('--json', 'print the result as JSON')
      .action(action(name));
  }
  daemon
    .command('stop')
    .description('stop it and wait until it has ended')
    .option('--json', 'print the result as JSON')
    .action(action('stop'));
  daemon
    .command('status')
    .description('say whether it runs, where, and what it is doing')
    .option('--json', 'print as JSON')
    .action(async (flags: { json?: boolean }) => {
      const { status } = await import('../client/status.ts');
      await status(flags);
    });
  daemon
    .command('logs')
    .description('print the end of the log')
    .addOption(countOption('-n, --lines <count>', 'how many lines', 100_000).default(50))
    .option('-f, --follow', 'keep printing what is added')
    .option('--json', 'the lines as they stand in the file, one JSON object each')
    .action(async (flags: { lines: number; follow?: boolean; json?: boolean }) => {
      const { logs } = await import('../daemon/logs.ts');
      await logs(flags);
    });
}
