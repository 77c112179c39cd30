import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { BelfryError } from '@belfry/core';
import { type CommandContext, readContext } from '../context.ts';
import { answer, say } from '../output/talk.ts';
import { writeJson } from '../output/write-json.ts';
import { putIn, takeOut } from './apply-plan.ts';
import { type HookAgent, toHookAgents } from './hook-agents.ts';
import { diffOf, type PlannedFile, planHooks } from './hook-plan.ts';
import { createHookRecords, type HookRecords } from './hook-record.ts';

export interface HookFlags {
  agent?: string[];
  dryRun?: boolean;
  json?: boolean;
}

interface Outcome {
  agent: string;
  path: string;
  action: 'created' | 'changed' | 'removed' | 'unchanged';
  diff: string;
}

/** Puts belfry into the settings of the agents that are there; everything else in them stays as it is. */
export async function installHooks(flags: HookFlags): Promise<void> {
  const { context, planned, records, hookAgents } = await plan(flags);
  if (planned.length === 0) return tellNoAgent(flags);
  const outcomes = planned.map((one) => toOutcome(one, one.with()));
  if (!flags.dryRun) putIn(planned, records, context.paths);
  report(outcomes, flags);
  if (flags.json || flags.dryRun) return;
  for (const { id, note } of hookAgents) {
    if (note !== undefined && outcomes.some(({ agent }) => agent === id)) say(note);
  }
  say('Sessions that run now know nothing of it until they are started again.');
}

/** Takes belfry out again: the file as it was when nothing else was changed, else own entries only. */
export async function uninstallHooks(flags: HookFlags): Promise<void> {
  const { planned, records } = await plan(flags);
  const outcomes = planned.map((one) => toOutcome(one, one.without));
  if (!flags.dryRun) takeOut(planned, records);
  report(outcomes, flags);
}

/** What of belfry is in which settings. */
export async function showHooks(flags: HookFlags): Promise<void> {
  const { planned, hookAgents } = await plan(flags);
  const files = planned.map(({ agent, editor, file, clients, ...one }) => ({
    agent: agent.id,
    path: file.path,
    installed: file.text === undefined ? [] : editor.describe(file.path, file.text, clients),
    upToDate: isCurrent(file.text, one.with) && existsSync(clients.hook),
  }));
  if (flags.json) return writeJson({ files });
  if (files.length === 0) return tellNoAgent(flags);
  for (const { path, installed, upToDate } of files) {
    const what = installed.length === 0 ? 'nothing of belfry' : installed.join(', ');
    answer(`${path}: ${what}${installed.length > 0 && !upToDate ? '; belfry hooks install renews it' : ''}`);
  }
  for (const { id, note } of hookAgents) {
    if (note !== undefined && files.some(({ agent, installed }) => agent === id && installed.length > 0)) say(note);
  }
}

/** Settings nothing can be put into are told by `install`, not by everything that looks at them. */
function isCurrent(text: string | undefined, next: () => string): boolean {
  try {
    return text === next();
  } catch (thrown) {
    if (thrown instanceof BelfryError) return false;
    throw thrown;
  }
}

interface Plan {
  context: CommandContext;
  planned: PlannedFile[];
  records: HookRecords;
  hookAgents: HookAgent[];
}

async function plan({ agent: wanted }: HookFlags): Promise<Plan> {
  const context = readContext({}, { tolerant: true });
  const all = toHookAgents({ claude: await readVersion('claude') });
  const unknown = wanted?.find((name) => !all.some(({ id }) => id === name));
  if (unknown !== undefined) {
    throw new BelfryError('BELFRY_USAGE', `No agent with hooks is called ${unknown}.`, {
      hint: `There are ${all.map(({ id }) => id).join(' and ')}.`,
    });
  }
  const hookAgents = all.filter(({ id }) => wanted === undefined || wanted.includes(id));
  const { paths, environment } = context;
  const records = createHookRecords(paths);
  return { context, records, hookAgents, planned: planHooks({ hookAgents, environment, paths, records }) };
}

/** `undefined` when the program is not on the path or does not say. */
async function readVersion(program: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(program, ['--version'], { timeout: 5_000 });
    return /^\d+\.\d+\.\d+/.exec(stdout)?.[0];
  } catch {
    // It may be an alias of a shell, or run in a container: then it is taken for a new one.
    return undefined;
  }
}

function toOutcome(one: PlannedFile, next: string | undefined): Outcome {
  const { text } = one.file;
  const isGone = next === undefined && text !== undefined;
  const action = text === next ? 'unchanged' : isGone ? 'removed' : text === undefined ? 'created' : 'changed';
  return { agent: one.agent.id, path: one.file.path, action, diff: diffOf(one, next) };
}

function report(outcomes: readonly Outcome[], { json, dryRun }: HookFlags): void {
  if (json) {
    writeJson({ dryRun: dryRun === true, files: outcomes });
    return;
  }
  if (dryRun) for (const { diff } of outcomes) process.stdout.write(diff);
  for (const { path, action } of outcomes) {
    if (!dryRun) answer(`${path}: ${action}`);
    else if (action === 'unchanged') say(`${path}: unchanged`);
  }
}

function tellNoAgent(flags: HookFlags): void {
  if (flags.json) writeJson({ files: [] });
  else say('There is no directory of an agent that has hooks: start it once, then try again.');
}
