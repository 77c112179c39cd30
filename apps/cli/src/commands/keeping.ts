import { type Command, Option } from 'commander';
import type { BackupFlags } from '../keeping/backup.ts';
import type { DiskFlags } from '../keeping/disk.ts';
import type { PruneFlags } from '../keeping/prune.ts';
import { countOption } from './count-option.ts';

/** Commands that keep the archive: what takes how much, copies, and what may go. */
export function registerKeeping(program: Command): void {
  program
    .command('disk')
    .description('what sources hold and what keeping them takes')
    .addOption(
      new Option('--by <what>', 'agent, project or session').choices(['agent', 'project', 'session']).default('agent'),
    )
    .option('-a, --agent <agent...>', 'only these agents')
    .option('--project <project...>', 'only these projects')
    .addOption(countOption('-n, --limit <count>', 'how many', 500).default(30))
    .option('--json', 'print as JSON')
    .action(async (flags: DiskFlags) => {
      const { disk } = await import('../keeping/disk.ts');
      await disk(flags);
    });
  program
    .command('backup')
    .description('copy archive and state while belfry runs, and check the copy to the last byte')
    .argument('[path]', 'file or directory to write; the current directory when not given')
    .option('--force', 'replace an existing backup')
    .option('--json', 'print the result as JSON')
    .action(async (path: string | undefined, flags: BackupFlags) => {
      const { backup } = await import('../keeping/backup.ts');
      await backup(path, flags);
    });
  program
    .command('import')
    .description('merge a backup, of this machine or of another one, into the archive; again changes nothing')
    .argument('<backup>', 'a file that belfry backup made')
    .option('--json', 'print the result as JSON')
    .action(async (path: string, flags: { json?: boolean }) => {
      const { importBackup } = await import('../keeping/import-backup.ts');
      await importBackup(path, flags);
    });
  program
    .command('compact')
    .description('fold what is loose, merge the search index, give free space back to the disk')
    .option('--json', 'print the result as JSON')
    .action(async (flags: { json?: boolean }) => {
      const { compact } = await import('../keeping/compact.ts');
      await compact(flags);
    });
  program
    .command('prune')
    .description('say which sessions would be removed from the archive; --yes removes them for good')
    .addOption(new Option('--older-than <age>', 'nothing in it is newer: 90d, 12w, 6mo, 2y').conflicts('before'))
    .option('--before <date>', 'the same by day or instant (local time)')
    .option('-a, --agent <agent...>', 'only these agents')
    .option('--project <project...>', 'only these projects')
    .option('--machine <machine...>', 'only those read on these machines')
    .option('-s, --session <session...>', 'only these, as for sessions show')
    .option('--yes', 'do it')
    .option('--json', 'print as JSON')
    .addHelpText(
      'after',
      `
All conditions must hold. Subagents and side files go with their session. The
agents' own files are never touched, and what was removed is not read from them
again. Counted tokens stay, so that the history of costs stays true.`,
    )
    .action(async (flags: PruneFlags) => {
      const { prune } = await import('../keeping/prune.ts');
      await prune(flags);
    });
}
