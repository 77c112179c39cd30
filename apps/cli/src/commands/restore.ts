import type { Command } from 'commander';

export function registerRestore(program: Command): void {
  program
    .command('restore')
    .description('write a source back, byte for byte, from the archive')
    .argument('<session-or-path>', 'session id, or the path of a source as doctor and show print it')
    .option('-o, --output <path>', 'file or directory to write; standard output when not given')
    .option('--generation <n>', 'an older past of a rewritten source')
    .option('--force', 'replace an existing file')
    .action(async (target: string, flags: { output?: string; generation?: string; force?: boolean }) => {
      const { restore } = await import('../client/restore.ts');
      await restore(target, flags);
    });
}
