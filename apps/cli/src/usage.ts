import { toBelfryError } from '@belfry/core';
import { CommanderError } from 'commander';
import { endQuietlyOnClosedPipe } from './output/closed-pipe.ts';
import { printError } from './output/print-error.ts';
import { loadPart } from './usage/load-part.ts';
import { ccusageAgents, createCcusageProgram, createUsageProgram, type UsageActions } from './usage/program.ts';
import { runReport } from './usage/run-report.ts';

const actions: UsageActions = {
  report: runReport,
  async statusline(flags) {
    const { runStatusline } = await loadPart<typeof import('./usage/statusline/run-statusline.ts')>('usage-statusline');
    await runStatusline(flags);
  },
};

/** `belfry usage …` and `belfry ccusage …`, given as one would type them after `node`. A bundle of its own, to start fast. */
export async function runUsage(argv: readonly string[]): Promise<void> {
  endQuietlyOnClosedPipe(process.stdout);
  const [, , alias, ...given] = argv;
  const args = withReport(joinDashedValues(given));
  const asked = { isSilent: wantsJson(args), path: args };
  const program = alias === 'ccusage' ? createCcusageProgram(actions, asked) : createUsageProgram(actions, asked);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      process.exitCode = thrown.exitCode === 0 ? 0 : 2;
      if (process.exitCode === 2 && wantsJson(args))
        printJsonError('BELFRY_USAGE', thrown.message.replace(/^error: /, ''));
      return;
    }
    const error = toBelfryError(thrown);
    if (wantsJson(args)) printJsonError(error.code, error.message, error.hint);
    else printError(error, process.stderr, process.env.BELFRY_DEBUG === '1');
    process.exitCode = error.exitCode;
  }
}

/** Options alone are those of the daily report, also behind the name of an agent. */
function withReport(args: readonly string[]): string[] {
  const isOption = (arg: string | undefined) => arg === undefined || arg.startsWith('-');
  const asksAboutItself = args.some((arg) => /^(-h|--help|-v|--version)$/.test(arg));
  if (asksAboutItself) return [...args];
  const [first = ''] = args;
  if (ccusageAgents.includes(first)) return isOption(args[1]) ? [first, 'daily', ...args.slice(1)] : [...args];
  return isOption(args[0]) ? ['daily', ...args] : [...args];
}

/** Folders of Claude Code begin with a dash: `-p -home-ada-shop` names one. */
function joinDashedValues(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const [arg = '', next] = [args[at], args[at + 1]];
    const takesNext = (arg === '-p' || arg === '--project') && next !== undefined && /^-[^-]{2,}/.test(next);
    joined.push(takesNext ? `--project=${next}` : arg);
    if (takesNext) at += 1;
  }
  return joined;
}

function wantsJson(args: readonly string[]): boolean {
  return args.some((arg) => arg === '--json' || arg === '-j' || arg === '-q' || /^--jq(=|$)/.test(arg));
}

/** For programs; on standard error, where a report is never. */
function printJsonError(code: string, message: string, hint?: string): void {
  process.stderr.write(`${JSON.stringify({ error: { code, message, ...(hint === undefined ? {} : { hint }) } })}\n`);
}
