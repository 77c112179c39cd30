import { systemClock } from '@belfry/core';
import { type PrunableSession, type PrunePlan, type PruneSelection, readPrunePlan } from '@belfry/store';
import { checkAgents, toInstant } from '../client/filter-flags.ts';
import { findSessionId } from '../client/find-session.ts';
import { readArchive } from '../client/read-archive.ts';
import { type CommandContext, readContext } from '../context.ts';
import { formatBytes, formatCount, formatTime } from '../output/figures.ts';
import { toShownId } from '../output/short-id.ts';
import { type Column, renderTable, toTableWidth } from '../output/table.ts';
import { answer, say } from '../output/talk.ts';
import { writeJson } from '../output/write-json.ts';
import { toAgeInstant } from './age.ts';
import { runKeeping } from './run-keeping.ts';

export interface PruneFlags {
  olderThan?: string;
  before?: string;
  agent?: string[];
  project?: string[];
  machine?: string[];
  session?: string[];
  yes?: boolean;
  json?: boolean;
}

/** Says what would go; `--yes` does it. */
export async function prune(flags: PruneFlags): Promise<void> {
  checkAgents(flags.agent);
  const context = readContext();
  const selection = await toSelection(context, flags);
  const plan = readPrunePlan(context.paths.archiveFile, selection);
  if (!flags.json) printPlan(plan);
  const isEmpty = plan.sessions.length === 0;
  if (!flags.yes || isEmpty) {
    if (flags.json) return writeJson({ done: false, plan });
    if (!isEmpty) say('Nothing was removed. --yes removes it for good; belfry backup first keeps a copy.');
    return;
  }
  const result = await runKeeping(context, { kind: 'prune', selection: toPlain(selection) });
  if (flags.json) return writeJson({ done: true, plan, result });
  const freed = formatBytes(result.freedBytes ?? 0);
  say(
    `${result.sessions} sessions removed; ${freed} are free inside the archive, belfry compact gives them to the disk.`,
  );
}

async function toSelection(context: CommandContext, flags: PruneFlags): Promise<PruneSelection> {
  const { agent, project, machine } = flags;
  const before =
    flags.olderThan !== undefined
      ? toAgeInstant(flags.olderThan, systemClock.now())
      : flags.before === undefined
        ? undefined
        : toInstant(flags.before);
  const session =
    flags.session === undefined
      ? undefined
      : await readArchive(context, (archive) =>
          Promise.all(flags.session?.map((id) => findSessionId(archive, id)) ?? []),
        );
  return {
    ...(before === undefined ? {} : { before }),
    ...(agent === undefined ? {} : { agent }),
    ...(project === undefined ? {} : { project }),
    ...(machine === undefined ? {} : { machine }),
    ...(session === undefined ? {} : { session }),
  };
}

/** The API's own lists are not readonly. */
function toPlain({ before, ...lists }: PruneSelection) {
  return {
    ...(before === undefined ? {} : { before }),
    ...Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, [...list]])),
  };
}

function printPlan(plan: PrunePlan): void {
  if (plan.sessions.length === 0) {
    say('No session matches. A subagent goes with its session.');
    return;
  }
  process.stdout.write(renderTable(plan.sessions, toColumns(toTableWidth(process.stdout)), process.stdout));
  answer();
  answer(
    `${count(plan.sessions.length, 'session')} with ${count(plan.subagents, 'subagent')}, ${count(plan.messages, 'message')}, ${count(plan.files, 'file')}: ${formatBytes(plan.sourceBytes)} as the agents wrote them, ${formatBytes(plan.keptBytes)} compressed, and what is derived from them.`,
  );
  answer('Counted tokens and costs stay.');
  if (plan.filesOnDisk > 0) {
    answer(`${count(plan.filesOnDisk, 'file')} of the agents still on disk are left alone, and not read again.`);
  }
  if (plan.sharedFiles.length > 0) {
    answer('Kept whole, because they speak of other sessions too:');
    for (const file of plan.sharedFiles) answer(`  ${file}`);
  }
}

function toColumns(tableWidth: number): Column<PrunableSession>[] {
  return [
    { head: 'last', value: ({ lastAt }) => formatTime(lastAt) },
    { head: 'agent', value: ({ agent }) => agent },
    { head: 'project', value: ({ project }) => project },
    { head: 'title', flexible: true, value: ({ title }) => title || '(no title)' },
    { head: 'msgs', align: 'right', value: ({ messages }) => formatCount(messages) },
    { head: 'files', align: 'right', value: ({ files }) => formatCount(files) },
    { head: 'size', align: 'right', value: ({ sourceBytes }) => formatBytes(sourceBytes) },
    { head: 'id', value: ({ id }) => toShownId(id, tableWidth) },
  ];
}

function count(value: number, noun: string): string {
  return `${formatCount(value)} ${noun}${value === 1 ? '' : 's'}`;
}
