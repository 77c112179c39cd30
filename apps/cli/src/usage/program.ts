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

export interface ProgramTalk {
  /** What is wrong is told elsewhere, as JSON. */
  isSilent: boolean;
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
Without an archive they read the files themselves; belfry daemon start keeps one, which outlives the agents' clean-up.

Exit codes: 0 fine, also with nothing to show, 1 failed, 2 wrong usage.`;

/** Agents ccusage has reports of their own for. */
export const ccusageAgents = [
  ...['claude', 'codex', 'opencode', 'amp', 'droid', 'codebuff', 'hermes', 'pi', 'goose', 'kilo', 'copilot'],
  ...['gemini', 'antigravity', 'kimi', 'qwen', 'openclaw', 'grok', 'zcode'],
];

/** `belfry usage …`. */
export function createUsageProgram(actions: UsageActions, talk: ProgramTalk): Command {
  const program = createProgram('belfry usage', 'what sessions used and cost', 'belfry', { actions, talk });
  return program.addHelpText('after', more);
}

/**
 * `belfry ccusage …`: the same with the shapes of ccusage 20, and its reports of one agent. `first` is the first
 * argument: thousands of options of agents nobody asked for would take their time to make.
 */
export function createCcusageProgram(actions: UsageActions, talk: ProgramTalk, first: string | undefined): Command {
  const description = 'reports with the flags and JSON of ccusage';
  const program = createProgram('belfry ccusage', description, 'ccusage20', { actions, talk });
  for (const agent of ccusageAgents) {
    const command = program.command(agent, { hidden: agent !== 'claude' && agent !== 'codex' });
    command.description(`reports of ${agent} alone, in ccusage's shape for it`);
    if (agent !== first) continue;
    addReports(command, { schema: 'ccusage20', focus: agent }, actions);
    if (agent === 'claude') addStatusline(command, actions);
  }
  return program.addHelpText('after', more);
}

function createProgram(
  name: string,
  description: string,
  schema: Schema,
  { actions, talk }: { actions: UsageActions; talk: ProgramTalk },
): Command {
  const program = new Command(name)
    .description(description)
    .version(`belfry ${buildInfo.version}`, '-v, --version')
    .exitOverride()
    .showHelpAfterError(talk.isSilent ? false : `Read ${name} --help.`)
    .configureOutput({
      outputError(text, write) {
        if (!talk.isSilent) write(text.replace(/^error: /, 'belfry: '));
      },
    });
  addReports(program, { schema }, actions);
  addStatusline(program, actions);
  return program;
}

function addReports(program: Command, defaults: { schema: Schema; focus?: string }, actions: UsageActions): void {
  for (const kind of kinds) {
    const command = addReportOptions(program.command(kind).description(descriptions[kind]));
    if (kind === 'blocks') addBlocksOptions(command);
    else if (kind === 'session') addSessionOptions(addSectionOptions(command));
    else addPeriodOptions(addSectionOptions(command));
    command.action((flags: ReportFlags) => actions.report({ kind, ...defaults, flags }));
  }
}

function addStatusline(program: Command, actions: UsageActions): void {
  const command = program.command('statusline').description("one line for Claude Code's status line; reads its JSON");
  addStatuslineOptions(command).action((flags: StatuslineFlags) => actions.statusline(flags));
}
