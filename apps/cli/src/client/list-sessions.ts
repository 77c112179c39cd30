import type { SessionQuery, SessionState, SessionView } from '@belfry/core';
import { readContext } from '../context.ts';
import { formatCount, formatTime } from '../output/figures.ts';
import { toShownId } from '../output/short-id.ts';
import { toStateWord } from '../output/state-word.ts';
import { type Column, renderTable, toTableWidth } from '../output/table.ts';
import { say } from '../output/talk.ts';
import { writeJson } from '../output/write-json.ts';
import { checkAgents, toInstant } from './filter-flags.ts';
import { readArchive } from './read-archive.ts';
import { readStates } from './read-states.ts';

export interface SessionListFlags {
  agent?: string[];
  project?: string[];
  branch?: string[];
  text?: string;
  since?: string;
  errors?: boolean;
  subagents?: boolean;
  limit: number;
  json?: boolean;
}

function toColumns(tableWidth: number, states: ReadonlyMap<string, SessionState>): Column<SessionView>[] {
  const state = (id: string) => {
    const known = states.get(id);
    return known === undefined ? '' : toStateWord(known);
  };
  return [
    { head: 'last', value: (session) => formatTime(session.lastAt) },
    ...(states.size === 0 ? [] : [{ head: 'does', value: ({ id }: SessionView) => state(id) }]),
    { head: 'agent', value: (session) => session.agent },
    { head: 'project', value: (session) => session.project },
    { head: 'title', flexible: true, value: (session) => session.title || '(no title)' },
    { head: 'msgs', align: 'right', value: (session) => formatCount(session.messages) },
    { head: 'tools', align: 'right', value: (session) => formatCount(session.toolCalls) },
    { head: 'output', align: 'right', value: (session) => formatCount(session.tokens.output) },
    {
      head: 'id',
      value: ({ id, sourceGone }) => `${toShownId(id, tableWidth)}${sourceGone ? ' (source gone)' : ''}`,
    },
  ];
}

export async function listSessions(flags: SessionListFlags): Promise<void> {
  checkAgents(flags.agent);
  const context = readContext();
  const page = await readArchive(context, (archive) => archive.sessions(toQuery(flags)));
  const states = await readStates(context);
  if (flags.json) return writeJson({ ...page, states: page.items.flatMap(({ id }) => states.get(id) ?? []) });
  if (page.items.length === 0) return say('No session matches.');
  const columns = toColumns(toTableWidth(process.stdout), states);
  process.stdout.write(renderTable(page.items, columns, process.stdout));
  if (page.items.length < page.total)
    say(
      `${page.items.length} of ${page.total}; -n ${Math.min(page.total, 500)} lists ${page.total > 500 ? 'more' : 'all'}.`,
    );
}

function toQuery(flags: SessionListFlags): SessionQuery {
  return {
    ...(flags.agent === undefined ? {} : { agent: flags.agent }),
    ...(flags.project === undefined ? {} : { project: flags.project }),
    ...(flags.branch === undefined ? {} : { branch: flags.branch }),
    ...(flags.text === undefined ? {} : { text: flags.text }),
    ...(flags.since === undefined ? {} : { from: toInstant(flags.since) }),
    ...(flags.errors ? { hasError: true } : {}),
    includeSubagents: flags.subagents === true,
    limit: flags.limit,
  };
}
