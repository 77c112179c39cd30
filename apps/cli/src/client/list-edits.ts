import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import type { FileEdit, FileEditQuery, SessionView } from '@belfry/core';
import { readContext } from '../context.ts';
import { formatTime } from '../output/figures.ts';
import { toShownId } from '../output/short-id.ts';
import { type Column, renderTable, toTableWidth } from '../output/table.ts';
import { say } from '../output/talk.ts';
import { writeJsonLine } from '../output/write-json.ts';
import { checkAgents } from './filter-flags.ts';
import { findSessionId } from './find-session.ts';
import { readArchive } from './read-archive.ts';
import { readPages } from './read-pages.ts';

export interface EditFlags {
  agent?: string[];
  project?: string[];
  text?: string;
  session?: string;
  reads?: boolean;
  failed?: boolean;
  limit: number;
  json?: boolean;
}

/** Which session wrote a file, when and why, newest first. */
export async function listEdits(path: string | undefined, flags: EditFlags): Promise<void> {
  checkAgents(flags.agent);
  const page = await readArchive(readContext(), async (archive) => {
    const session = flags.session === undefined ? undefined : await findSessionId(archive, flags.session);
    const query = { ...toQuery(path, flags), ...(session === undefined ? {} : { session }) };
    // The session is there: it was just found.
    const nothing = { items: [], sessions: [] };
    return readPages(async (piece) => (await archive.edits({ ...query, ...piece })) ?? nothing, flags.limit);
  });
  if (flags.json) {
    for (const item of page.items) writeJsonLine(item);
    return;
  }
  if (page.items.length === 0) return say(nothingFound(path));
  const sessions = new Map(page.sessions.map((session) => [session.id, session]));
  const columns = toColumns(sessions, toTableWidth(process.stdout));
  process.stdout.write(renderTable(page.items, columns, process.stdout));
  if (page.hasMore) say(`-n ${flags.limit * 2} looks further back.`);
}

function nothingFound(path: string | undefined): string {
  const what = path === undefined ? 'No edit matches.' : `No session is known to have written ${path}.`;
  return `${what} Edits made by shell commands are not among them.`;
}

function toColumns(sessions: ReadonlyMap<string, SessionView>, tableWidth: number): Column<FileEdit>[] {
  return [
    { head: 'time', value: ({ at }) => formatTime(at) },
    { head: 'what', value: toVerb },
    { head: 'lines', align: 'right', value: toLines },
    { head: 'file', value: ({ path }) => toShownPath(path) },
    { head: 'session', flexible: true, value: ({ sessionId }) => sessions.get(sessionId)?.title || sessionId },
    { head: 'because', flexible: true, value: ({ because }) => because?.preview ?? '' },
    { head: 'id', value: ({ sessionId }) => toShownId(sessionId, tableWidth) },
  ];
}

const verbs = { create: 'made', update: 'changed', delete: 'deleted', rename: 'moved' } as const;

function toVerb({ access, change, call }: FileEdit): string {
  if (call.status === 'error') return 'failed';
  if (access === 'read') return 'read';
  return change === undefined ? 'wrote' : verbs[change];
}

function toLines({ added, removed }: FileEdit): string {
  if (added === undefined && removed === undefined) return '';
  return `+${added ?? 0} −${removed ?? 0}`;
}

/** Of a long path the end is shown: it is what tells files apart. */
const shownPath = 44;

/** Below the directory the command runs in, without it. */
function toShownPath(path: string): string {
  const here = `${process.cwd()}/`;
  const near = path.startsWith(here) ? path.slice(here.length) : path;
  return near.length <= shownPath ? near : `…${near.slice(1 - shownPath)}`;
}

function toQuery(path: string | undefined, { agent, project, text, reads, failed }: EditFlags): FileEditQuery {
  return {
    ...(path === undefined ? {} : { path: toMeantPath(path) }),
    ...(agent === undefined ? {} : { agent }),
    ...(project === undefined ? {} : { project }),
    ...(text === undefined ? {} : { text }),
    ...(reads ? { access: ['write', 'read'] } : {}),
    ...(failed ? { includeFailed: true } : {}),
  };
}

/** A path that is there, or is written as one from here, is meant from here; else it is the end of one. */
function toMeantPath(path: string): string {
  const isFromHere = isAbsolute(path) || /^\.\.?(?:[\\/]|$)/.test(path) || existsSync(resolve(path));
  return isFromHere ? resolve(path) : path;
}
