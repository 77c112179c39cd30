import type { Command } from 'commander';
import type { ServeFlags } from '../daemon/serve.ts';

export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('watch, archive and serve in the foreground; prints a link to open')
    .option('--host <address>', 'address to listen on (default 127.0.0.1)')
    .option('-p, --port <port>', 'port to listen on (default 7717, the next free one when taken)')
    .option('--base-path <path>', 'URL prefix behind a reverse proxy, e.g. /belfry/')
    .option('--demo', 'show made-up agents at work, in a home of its own; reads nothing of yours and keeps nothing')
    .action(async (flags: ServeFlags) => {
      const { serve } = await import('../daemon/serve.ts');
      await serve(flags);
    });
}
