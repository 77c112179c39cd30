import type { Command } from 'commander';

export function registerOpen(program: Command): void {
  program
    .command('open')
    .description('open the page in a browser, signed in; starts the daemon when none runs')
    .option('--print', 'only print the link, open nothing')
    .option('--json', 'print the link as JSON, open nothing')
    .action(async (flags: { print?: boolean; json?: boolean }) => {
      const { open } = await import('../client/open.ts');
      await open(flags);
    });
}
