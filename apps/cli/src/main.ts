import { toBelfryError } from '@belfry/core';
import { Command, CommanderError } from 'commander';
import { buildInfo } from './build-info.ts';
import { registerCommands } from './commands/registry.ts';
import { endQuietlyOnClosedPipe } from './output/closed-pipe.ts';
import { printError } from './output/print-error.ts';

const more = `
Begin with "belfry serve", or "belfry daemon start" and "belfry open".
"belfry <command> --help" tells the options of a command.

Environment:
  BELFRY_HOME       one directory for everything belfry keeps
  BELFRY_LOG        debug, info, warn or error
  BELFRY_DEBUG=1    errors with their stack
  NO_COLOR, FORCE_COLOR

Exit codes: 0 fine, 1 failed, 2 wrong usage.`;

/** Parses the command line, runs one command, and turns what it throws into an exit code. */
export async function run(argv: readonly string[]): Promise<void> {
  endQuietlyOnClosedPipe(process.stdout);
  try {
    await createProgram().parseAsync(argv as string[]);
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

function createProgram(): Command {
  const program = new Command('belfry')
    .description('Keeps every AI coding agent on this machine in sight.')
    .version(`belfry ${buildInfo.version}`, '-V, --version')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'belfry: ')) })
    .addHelpText('after', more);
  registerCommands(program);
  pointToOwnHelp(program, 'belfry');
  return program;
}

function pointToOwnHelp(command: Command, path: string): void {
  command.showHelpAfterError(`Read ${path} --help.`);
  for (const child of command.commands) pointToOwnHelp(child, `${path} ${child.name()}`);
}
