import { join } from 'node:path';
import type { MessageRole, SearchKind, SearchPage, SearchQuery, SearchSort } from '@belfry/core';
import { readContext } from '../context.ts';
import { formatBytes } from '../output/figures.ts';
import { say } from '../output/talk.ts';
import { writeJson } from '../output/write-json.ts';
import { checkAgents, toInstant } from './filter-flags.ts';
import { findSessionId } from './find-session.ts';
import { type ReadableArchive, readArchive } from './read-archive.ts';
import { renderHits } from './render-hits.ts';

export interface SearchFlags {
  agent?: string[];
  project?: string[];
  branch?: string[];
  session?: string;
  subagents?: boolean;
  kind?: SearchKind[];
  role?: MessageRole[];
  tool?: string[];
  errors?: boolean;
  since?: string;
  until?: string;
  sort: SearchSort;
  any?: boolean;
  letters?: boolean;
  limit: number;
  exitCode?: boolean;
  json?: boolean;
}

const pageSize = 100;

/** Looks for words in the archive, daemon or not. */
export async function searchArchive(words: readonly string[], flags: SearchFlags): Promise<void> {
  checkAgents(flags.agent);
  const { page, paths } = await readArchive(readContext(), async (archive) => {
    const query = await toQuery(archive, words, flags);
    const page = await readHits(archive, query, flags.limit);
    return { page, paths: await transcriptsOf(archive, page) };
  });
  if (flags.exitCode && page.items.length === 0) process.exitCode = 1;
  if (flags.json) return writeJson({ ...page, transcripts: Object.fromEntries(paths) });
  process.stdout.write(renderHits(page, paths, process.stdout));
  for (const line of remarks(page, flags)) say(line);
}

/** Pages until there are enough hits; a scan may have empty ones. */
async function readHits(archive: ReadableArchive, query: SearchQuery, limit: number): Promise<SearchPage> {
  let page = await ask(archive, { ...query, limit: Math.min(limit, pageSize) });
  while (page.next !== undefined && page.items.length < limit) {
    const size = Math.min(limit - page.items.length, pageSize);
    const more = await ask(archive, { ...query, cursor: page.next, limit: size });
    const known = new Set(page.sessions.map(({ id }) => id));
    const items = [...page.items, ...more.items];
    const sessions = [...page.sessions, ...more.sessions.filter(({ id }) => !known.has(id))];
    const { total, tookMs } = page;
    const hits = Math.max(total.hits, items.length);
    page = { ...more, items, sessions, total: { ...total, hits }, tookMs: tookMs + more.tookMs };
  }
  return page;
}

async function ask(archive: ReadableArchive, query: SearchQuery): Promise<SearchPage> {
  const page = await archive.search(query);
  // The session was looked up a moment ago.
  if (page === undefined) throw new Error(`The archive no longer holds ${query.session}.`);
  return page;
}

/** Where the transcripts of the hits lie, by session. */
async function transcriptsOf(archive: ReadableArchive, { sessions }: SearchPage): Promise<Map<string, string>> {
  const paths = new Map<string, string>();
  for (const { id } of sessions) {
    const detail = await archive.session(id);
    const source = detail?.sources.find(({ role }) => role === 'transcript');
    if (source) paths.set(id, join(source.root, source.path));
  }
  return paths;
}

async function toQuery(archive: ReadableArchive, words: readonly string[], flags: SearchFlags): Promise<SearchQuery> {
  const { agent, project, branch, kind, role, tool, errors, since, until, sort, session } = flags;
  const given = { agent, project, branch, kind, role, tool };
  return {
    q: flags.letters ? words.join(' ') : words.map(toTerm).join(' '),
    sort,
    ...(flags.letters ? { match: 'text' as const } : flags.any ? { match: 'any' as const } : {}),
    ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<SearchQuery>),
    ...(errors ? { hasError: true } : {}),
    ...(since === undefined ? {} : { from: toInstant(since) }),
    ...(until === undefined ? {} : { to: toInstant(until) }),
    ...(session === undefined ? {} : { session: await findSessionId(archive, session) }),
    ...(flags.subagents ? { includeSubagents: true } : {}),
  };
}

/** The shell has taken the quotes of an argument with spaces. */
function toTerm(word: string): string {
  return /\s/.test(word) && !/["“”]/.test(word) ? word.replace(/^(-?)(.*)$/s, '$1"$2"') : word;
}

/** What to know besides the hits. */
function* remarks(page: SearchPage, { limit, letters, any }: SearchFlags): Generator<string> {
  const { items, total, next, matched, indexing, alternatives } = page;
  if (items.length === 0) yield 'Nothing found.';
  else if (matched === 'text' && !letters) yield 'No hit by words; these have them letter by letter.';
  for (const { reason, q, hits } of alternatives) {
    const many = hits >= 100 ? '100 or more' : String(hits);
    yield reason === 'spelling' ? `belfry search ${q} finds ${many}.` : `With --any it finds ${many}.`;
  }
  if (next !== undefined) {
    const isCounted = matched === 'words' && total.hits > items.length;
    const all = isCounted ? ` of ${total.hits}${total.hits >= 1_000 ? ' or more' : ''}` : '';
    yield `${items.length}${all} shown; -n ${limit * 2} looks further.`;
  }
  if (any && items.length === 0) yield 'Not one of the words occurs.';
  const behind = [
    ...(indexing.messages.complete ? [] : [`messages (${formatBytes(indexing.messages.pendingBytes)} left)`]),
    ...(indexing.outputs.complete ? [] : [`tool outputs (${formatBytes(indexing.outputs.pendingBytes)} left)`]),
  ];
  if (behind.length > 0) yield `Still to be indexed: ${behind.join(' and ')}. The daemon does it.`;
}
