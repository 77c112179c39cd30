import type { Command } from 'commander';

export function registerDump(program: Command): void {
  program
    .command('dump')
    .description('print everything the archive derived from its sources, one JSON value a line')
    .option('--canonical', 'sorted by natural keys, without times and ids of this import')
    .action(async (flags: { canonical?: boolean }) => {
      const { dump } = await import('../client/dump.ts');
      await dump(flags);
    });
}
