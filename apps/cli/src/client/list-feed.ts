import { BelfryError, type FeedItem, FeedKind, type FeedQuery, type SessionView } from '@belfry/core';
import { readContext } from '../context.ts';
import { formatTime } from '../output/figures.ts';
import { toShownId } from '../output/short-id.ts';
import { type Column, renderTable, toTableWidth } from '../output/table.ts';
import { say } from '../output/talk.ts';
import { writeJsonLine } from '../output/write-json.ts';
import { checkAgents, toInstant } from './filter-flags.ts';
import { readArchive } from './read-archive.ts';
import { readPages } from './read-pages.ts';

export interface FeedFlags {
  agent?: string[];
  project?: string[];
  kind?: string[];
  errors?: boolean;
  since?: string;
  until?: string;
  limit: number;
  json?: boolean;
}

/** What happened in all sessions, newest first. */
export async function listFeed(flags: FeedFlags): Promise<void> {
  checkAgents(flags.agent);
  const query = toQuery(flags);
  const page = await readArchive(readContext(), (archive) =>
    readPages((piece) => archive.feed({ ...query, ...piece }), flags.limit),
  );
  if (flags.json) {
    for (const item of page.items) writeJsonLine(item);
    return;
  }
  if (page.items.length === 0) return say('Nothing matches.');
  const sessions = new Map(page.sessions.map((session) => [session.id, session]));
  const columns = toColumns(sessions, toTableWidth(process.stdout));
  process.stdout.write(renderTable(page.items, columns, process.stdout));
  if (page.hasMore) say(`-n ${flags.limit * 2} looks further back.`);
}

function toColumns(sessions: ReadonlyMap<string, SessionView>, tableWidth: number): Column<FeedItem>[] {
  return [
    { head: 'time', value: ({ at }) => formatTime(at) },
    { head: 'project', value: ({ sessionId }) => sessions.get(sessionId)?.project ?? '' },
    { head: 'what', value: (item) => (item.type === 'message' ? item.message.variant : item.call.name) },
    {
      head: '',
      flexible: true,
      value: (item) => (item.type === 'message' ? item.message.preview : item.call.summary),
    },
    { head: 'outcome', flexible: true, value: (item) => (item.type === 'message' ? '' : toOutcome(item.call)) },
    { head: 'session', value: ({ sessionId }) => toShownId(sessionId, tableWidth) },
  ];
}

function toOutcome({ status, outcome }: { status: string; outcome: string }): string {
  if (status === 'pending') return 'open';
  return status === 'error' ? `failed${outcome === '' ? '' : `: ${outcome}`}` : outcome;
}

const kinds: readonly string[] = FeedKind.anyOf.map((kind) => kind.const);

function toQuery({ agent, project, kind, errors, since, until }: FeedFlags): FeedQuery {
  const unknown = kind?.find((name) => !kinds.includes(name));
  if (unknown !== undefined) {
    throw new BelfryError('BELFRY_USAGE', `There is no kind "${unknown}".`, { hint: `Kinds are ${kinds.join(', ')}.` });
  }
  return {
    ...(agent === undefined ? {} : { agent }),
    ...(project === undefined ? {} : { project }),
    ...(kind === undefined ? {} : { kind: kind as FeedKind[] }),
    ...(errors ? { hasError: true } : {}),
    ...(since === undefined ? {} : { from: toInstant(since) }),
    ...(until === undefined ? {} : { to: toInstant(until) }),
  };
}
