import type { Command } from 'commander';

export function registerStatus(program: Command): void {
  program
    .command('status')
    .description('what runs, what is archived, which sessions moved last')
    .option('--json', 'print as JSON')
    .action(async (flags: { json?: boolean }) => {
      const { status } = await import('../client/status.ts');
      await status(flags);
    });
}
