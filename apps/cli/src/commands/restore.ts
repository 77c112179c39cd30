import { BelfryError } from '@belfry/core';
import type { Command } from 'commander';
import type { RestoreFlags } from '../client/restore.ts';
import type { RestoreSessionFlags } from '../keeping/restore-session.ts';
import { countOption } from './count-option.ts';

export function registerRestore(program: Command): void {
  program
    .command('restore')
    .description(
      'write a file back, byte for byte, from the archive; or a whole session to where its agent looks for it',
    )
    .argument('<session-or-path>', 'as for sessions show; the path of any file belfry has read')
    .option('-o, --output <path>', 'file or directory to write; standard output when not given')
    .addOption(countOption('--generation <n>', 'an older past of a rewritten source, 1 is the first', 1e9))
    .option('--in-place', 'all files of the session, under their names and times, so that the agent can resume it')
    .option('--root <directory>', 'with --in-place: another directory of the agent, for a session of another machine')
    .option('--force', 'replace an existing file')
    .option('--json', 'say what was written as JSON; needs --output')
    .action(
      async (target: string, flags: RestoreFlags & RestoreSessionFlags & { inPlace?: boolean }, command: Command) => {
        if (flags.inPlace) {
          refuseTogether(command, ['output', 'generation']);
          const { restoreSession } = await import('../keeping/restore-session.ts');
          return restoreSession(target, flags);
        }
        refuseTogether(command, ['root']);
        const { restore } = await import('../client/restore.ts');
        await restore(target, flags);
      },
    );
}

/** Options that mean nothing beside the way of restoring that was chosen. */
function refuseTogether(command: Command, names: readonly string[]): void {
  const given = names.find((name) => command.getOptionValue(name) !== undefined);
  if (given === undefined) return;
  const isAlone = given !== 'root';
  throw new BelfryError('BELFRY_USAGE', `--${given} ${isAlone ? 'does not go with' : 'needs'} --in-place.`);
}
