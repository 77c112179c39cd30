import type { Command } from 'commander';

export function registerExplain(program: Command): void {
  program
    .command('explain')
    .description('what belfry believes a session does: since when, on which evidence, and what would change it')
    .argument('<session>', 'session id, a piece of one that fits no other, or the path of a transcript')
    .option('--json', 'print as JSON')
    .action(async (id: string, flags: { json?: boolean }) => {
      const { explain } = await import('../client/explain.ts');
      await explain(id, flags);
    });
}
