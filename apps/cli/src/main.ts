import { enableCompileCache } from 'node:module';
import { toBelfryError } from '@belfry/core';
import { Command, CommanderError } from 'commander';
import { buildInfo } from './build-info.ts';
import { registerCommands } from './commands/registry.ts';
import { endQuietlyOnClosedPipe } from './output/closed-pipe.ts';
import { printError } from './output/print-error.ts';

/** Parses the command line, runs one command, and turns what it throws into an exit code. */
export async function run(argv: readonly string[]): Promise<void> {
  enableCompileCache?.();
  endQuietlyOnClosedPipe(process.stdout);
  const program = new Command('belfry')
    .description('Keeps every AI coding agent on this machine in sight.')
    .version(`belfry ${buildInfo.version}`, '-V, --version')
    .exitOverride()
    .showHelpAfterError('Run belfry --help to see what there is.')
    .configureHelp({ sortSubcommands: false });
  registerCommands(program);
  try {
    await program.parseAsync(argv as string[]);
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      // Help and version are no failures; everything else commander says is about usage.
      process.exitCode = thrown.exitCode === 0 ? 0 : 2;
      return;
    }
    const error = toBelfryError(thrown);
    printError(error, process.stderr, process.env.BELFRY_DEBUG === '1');
    process.exitCode = error.exitCode;
  }
}
