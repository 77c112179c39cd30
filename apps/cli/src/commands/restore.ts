import type { Command } from 'commander';
import { countOption } from './count-option.ts';

export function registerRestore(program: Command): void {
  program
    .command('restore')
    .description('write a source back, byte for byte, from the archive')
    .argument('<session-or-path>', 'as for sessions show; the path of any file belfry has read')
    .option('-o, --output <path>', 'file or directory to write; standard output when not given')
    .addOption(countOption('--generation <n>', 'an older past of a rewritten source, 1 is the first', 1e9))
    .option('--force', 'replace an existing file')
    .option('--json', 'say what was written as JSON; needs --output')
    .action(
      async (target: string, flags: { output?: string; generation?: number; force?: boolean; json?: boolean }) => {
        const { restore } = await import('../client/restore.ts');
        await restore(target, flags);
      },
    );
}
