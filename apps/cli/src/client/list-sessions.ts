import { BelfryError, type SessionQuery, type SessionView } from '@belfry/core';
import { agents } from '@belfry/ingest';
import { readContext } from '../context.ts';
import { formatCount, formatTime } from '../output/figures.ts';
import { type Column, renderTable, toTableWidth } from '../output/table.ts';
import { say } from '../output/talk.ts';
import { writeJson } from '../output/write-json.ts';
import { readArchive } from './read-archive.ts';

export interface SessionListFlags {
  agent?: string[];
  project?: string[];
  text?: string;
  since?: string;
  errors?: boolean;
  subagents?: boolean;
  limit: number;
  json?: boolean;
}

function toColumns(isNarrow: boolean): Column<SessionView>[] {
  return [
    { head: 'last', value: (session) => formatTime(session.lastAt) },
    { head: 'agent', value: (session) => session.agent },
    { head: 'project', value: (session) => session.project },
    { head: 'title', flexible: true, value: (session) => session.title || '(no title)' },
    { head: 'msgs', align: 'right', value: (session) => formatCount(session.messages) },
    { head: 'tools', align: 'right', value: (session) => formatCount(session.toolCalls) },
    { head: 'output', align: 'right', value: (session) => formatCount(session.tokens.output) },
    {
      head: 'id',
      value: ({ id, sourceGone }) => `${isNarrow ? toShortId(id) : id}${sourceGone ? ' (source gone)' : ''}`,
    },
  ];
}

/** Room for whole ids and some of the title. */
const wideEnough = 130;

/** The end of an id: random in every agent's ids, while the start of some is a time. */
function toShortId(id: string): string {
  return id.length <= 14 ? id : `…${id.slice(-12)}`;
}

export async function listSessions(flags: SessionListFlags): Promise<void> {
  const unknown = flags.agent?.find((name) => !agents.some(({ id }) => id === name));
  if (unknown !== undefined) {
    throw new BelfryError('BELFRY_USAGE', `There is no agent "${unknown}".`, {
      hint: `belfry reads ${agents.map(({ id }) => id).join(', ')}.`,
    });
  }
  const context = readContext();
  const page = await readArchive(context, (archive) => archive.sessions(toQuery(flags)));
  if (flags.json) return writeJson(page);
  if (page.items.length === 0) return say('No session matches.');
  const columns = toColumns(toTableWidth(process.stdout) < wideEnough);
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
    ...(flags.text === undefined ? {} : { text: flags.text }),
    ...(flags.since === undefined ? {} : { from: toInstant(flags.since) }),
    ...(flags.errors ? { hasError: true } : {}),
    includeSubagents: flags.subagents === true,
    limit: flags.limit,
  };
}

/** A bare day is midnight in the zone of this machine. */
function toInstant(text: string): string {
  const date = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00` : text);
  if (!Number.isNaN(date.getTime())) return date.toISOString();
  throw new BelfryError('BELFRY_USAGE', `"${text}" is not a date.`, {
    hint: 'Write 2026-11-03 or 2026-11-03T14:05:00Z.',
  });
}
