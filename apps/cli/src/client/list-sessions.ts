import { BelfryError, type SessionQuery, type SessionView } from '@belfry/core';
import { readContext } from '../context.ts';
import { formatCount, formatTime } from '../output/figures.ts';
import { type Column, renderTable } from '../output/table.ts';
import { say } from '../output/talk.ts';
import { writeJson } from '../output/write-json.ts';
import { parseLimit } from './parse-limit.ts';
import { readArchive } from './read-archive.ts';

export interface SessionListFlags {
  agent?: string[];
  project?: string[];
  text?: string;
  since?: string;
  errors?: boolean;
  subagents?: boolean;
  limit: string;
  json?: boolean;
}

const columns: Column<SessionView>[] = [
  { head: 'last', value: (session) => formatTime(session.lastAt) },
  { head: 'agent', value: (session) => session.agent },
  { head: 'project', value: (session) => session.project },
  { head: 'title', flexible: true, value: (session) => session.title || '(no title)' },
  { head: 'msgs', align: 'right', value: (session) => formatCount(session.messages) },
  { head: 'tools', align: 'right', value: (session) => formatCount(session.toolCalls) },
  { head: 'output', align: 'right', value: (session) => formatCount(session.tokens.output) },
  { head: 'id', value: (session) => `${session.id}${session.sourceGone ? ' (source gone)' : ''}` },
];

export async function listSessions(flags: SessionListFlags): Promise<void> {
  const context = readContext();
  const page = await readArchive(context, (archive) => archive.sessions(toQuery(flags)));
  if (flags.json) return writeJson(page);
  if (page.items.length === 0) return say('No session matches.');
  process.stdout.write(renderTable(page.items, columns, process.stdout));
  if (page.items.length < page.total) say(`${page.items.length} of ${page.total}; -n ${page.total} lists all.`);
}

function toQuery(flags: SessionListFlags): SessionQuery {
  return {
    ...(flags.agent === undefined ? {} : { agent: flags.agent }),
    ...(flags.project === undefined ? {} : { project: flags.project }),
    ...(flags.text === undefined ? {} : { text: flags.text }),
    ...(flags.since === undefined ? {} : { from: toInstant(flags.since) }),
    ...(flags.errors ? { hasError: true } : {}),
    includeSubagents: flags.subagents === true,
    limit: parseLimit(flags.limit, 500),
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
