import { Command } from 'commander';
import { buildInfo } from '../build-info.ts';
import {
  addBlocksOptions,
  addPeriodOptions,
  addReportOptions,
  addSectionOptions,
  addSessionOptions,
  addStatuslineOptions,
} from './options/add-options.ts';
import type { ReportFlags } from './options/report-flags.ts';
import type { ReportKind, Schema } from './options/report-request.ts';
import type { StatuslineFlags } from './statusline/statusline-flags.ts';

/** A report that was asked for, as the command line says it. */
export interface AskedReport {
  kind: ReportKind;
  schema: Schema;
  /** `ccusage claude daily`: the agent. */
  focus?: string;
  flags: ReportFlags;
}

export interface AskedProgram {
  /** What is wrong is told elsewhere, as JSON. */
  isSilent: boolean;
  /**
   * What is asked for, as far as the arguments say at once. Only its options are made: of all reports and agents
   * there are thousands, which take their time.
   */
  path: readonly string[];
}

export interface UsageActions {
  report(asked: AskedReport): Promise<void>;
  statusline(flags: StatuslineFlags): Promise<void>;
}

const kinds = ['daily', 'weekly', 'monthly', 'session', 'blocks'] as const;

const descriptions: Record<ReportKind, string> = {
  daily: 'tokens and cost by day',
  weekly: 'tokens and cost by week',
  monthly: 'tokens and cost by month',
  session: 'sessions by cost, their subagents included',
  blocks: 'five-hour windows guessed from activity',
};

const more = `
Without a command it is daily. Reports are as of now: what changed on disk since the archive last looked is read first.
Without an archive they read the files themselves, and sessions are called by their project; belfry daemon start keeps
an archive, which outlives the agents' clean-up.

Exit codes: 0 fine, also with nothing to show, 1 failed, 2 wrong usage.`;

/** Agents ccusage has reports of their own for. */
export const ccusageAgents = [
  ...['claude', 'codex', 'opencode', 'amp', 'droid', 'codebuff', 'hermes', 'pi', 'goose', 'kilo', 'copilot'],
  ...['gemini', 'antigravity', 'kimi', 'qwen', 'openclaw', 'grok', 'zcode'],
];

/** `belfry usage …`. */
export function createUsageProgram(actions: UsageActions, asked: AskedProgram): Command {
  const program = createProgram('belfry usage', 'what sessions used and cost', 'belfry', { actions, asked });
  return program.addHelpText('after', more);
}

/** `belfry ccusage …`: the same with the shapes of ccusage 20, and its reports of one agent. */
export function createCcusageProgram(actions: UsageActions, asked: AskedProgram): Command {
  const description = 'reports with the flags and JSON of ccusage';
  const program = createProgram('belfry ccusage', description, 'ccusage20', { actions, asked });
  const [first, second] = asked.path;
  for (const agent of ccusageAgents) {
    const command = program.command(agent, { hidden: agent !== 'claude' && agent !== 'codex' });
    command.description(`reports of ${agent} alone, in ccusage's shape for it`);
    if (agent !== first) continue;
    addReports(command, second, { schema: 'ccusage20', focus: agent }, actions);
    if (agent === 'claude') addStatusline(command, second, actions);
  }
  return program.addHelpText('after', more);
}

function createProgram(
  name: string,
  description: string,
  schema: Schema,
  { actions, asked }: { actions: UsageActions; asked: AskedProgram },
): Command {
  const program = new Command(name)
    .description(description)
    .version(`belfry ${buildInfo.version}`, '-v, --version')
    .exitOverride()
    .showHelpAfterError(asked.isSilent ? false : `Read ${name} --help.`)
    .configureOutput({
      outputError(text, write) {
        if (!asked.isSilent) write(text.replace(/^error: /, 'belfry: '));
      },
    });
  addReports(program, asked.path[0], { schema }, actions);
  addStatusline(program, asked.path[0], actions);
  return program;
}

function addReports(
  program: Command,
  wanted: string | undefined,
  defaults: { schema: Schema; focus?: string },
  actions: UsageActions,
): void {
  for (const kind of kinds) {
    const command = program.command(kind).description(descriptions[kind]);
    if (kind !== wanted) continue;
    addReportOptions(command);
    if (kind === 'blocks') addBlocksOptions(command);
    else if (kind === 'session') addSessionOptions(addSectionOptions(command));
    else addPeriodOptions(addSectionOptions(command));
    command.action((flags: ReportFlags) => actions.report({ kind, ...defaults, flags }));
  }
}

function addStatusline(program: Command, wanted: string | undefined, actions: UsageActions): void {
  const command = program.command('statusline').description("one line for Claude Code's status line; reads its JSON");
  if (wanted !== 'statusline') return;
  addStatuslineOptions(command).action((flags: StatuslineFlags) => actions.statusline(flags));
}
