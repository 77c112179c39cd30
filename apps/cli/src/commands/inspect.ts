import type { Command } from 'commander';

export function registerInspect(program: Command): void {
  program
    .command('inspect')
    .description('count what a session file or directory holds, without an archive')
    .argument('<path>', 'a transcript, or a directory of them')
    .option('--json', 'print as JSON')
    .action(async (path: string, flags: { json?: boolean }) => {
      const { inspect } = await import('../client/inspect.ts');
      await inspect(path, flags);
    });
}
