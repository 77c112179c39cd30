import type { Command } from 'commander';
import type { HookFlags } from '../hooks/run-hooks.ts';

export function registerHooks(program: Command): void {
  const hooks = program
    .command('hooks')
    .description('have agents tell belfry at once what they do, ask and end; never needed, but quicker and surer');
  addFlags(hooks.command('install'))
    .description('put belfry into the settings of Claude Code and Codex; all else in them stays')
    .action(async (flags: HookFlags) => {
      const { installHooks } = await import('../hooks/run-hooks.ts');
      await installHooks(flags);
    });
  addFlags(hooks.command('uninstall'))
    .description('take it out again; settings nobody has changed since are put back byte for byte')
    .action(async (flags: HookFlags) => {
      const { uninstallHooks } = await import('../hooks/run-hooks.ts');
      await uninstallHooks(flags);
    });
  hooks
    .command('status')
    .description('what of belfry is in which settings')
    .option('--agent <name...>', 'only these')
    .option('--json', 'print as JSON')
    .action(async (flags: HookFlags) => {
      const { showHooks } = await import('../hooks/run-hooks.ts');
      await showHooks(flags);
    });
}

function addFlags(command: Command): Command {
  return command
    .option('--agent <name...>', 'only these')
    .option('--dry-run', 'print what would change, and change nothing')
    .option('--json', 'print as JSON');
}
