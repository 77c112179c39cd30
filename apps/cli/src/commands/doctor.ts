import type { Command } from 'commander';

export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('what is watched, what is not and why, issues by kind, versions, paths, disk')
    .option('--json', 'print as JSON')
    .action(async (flags: { json?: boolean }) => {
      const { doctor } = await import('../client/doctor.ts');
      await doctor(flags);
    });
}
