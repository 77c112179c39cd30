import type { ApiQuery } from '@belfry/api/contract';

/** What narrows the page of files; its address holds all of it. */
export interface EditsQuery {
  /** A file or directory, or any piece of a path. */
  q: string;
  agents: string[];
  projects: string[];
  /** Only what this session touched. */
  session: string;
  withReads: boolean;
  withFailed: boolean;
}

export const allEdits: EditsQuery = {
  q: '',
  agents: [],
  projects: [],
  session: '',
  withReads: false,
  withFailed: false,
};

export function toEditsQuery(search: string): EditsQuery {
  const given = new URLSearchParams(search);
  const also = given.getAll('also');
  return {
    q: given.get('q') ?? '',
    agents: given.getAll('agent'),
    projects: given.getAll('project'),
    session: given.get('session') ?? '',
    withReads: also.includes('reads'),
    withFailed: also.includes('failed'),
  };
}

/** The inverse of `toEditsQuery`; what stands for nothing is left out. */
export function toSearch(query: EditsQuery): string {
  const given = new URLSearchParams();
  if (query.q !== '') given.set('q', query.q);
  for (const agent of query.agents) given.append('agent', agent);
  for (const project of query.projects) given.append('project', project);
  if (query.session !== '') given.set('session', query.session);
  if (query.withReads) given.append('also', 'reads');
  if (query.withFailed) given.append('also', 'failed');
  return given.toString();
}

/** Whether the text names one place from the root on, and not a piece of a path. */
export function isWholePath(text: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(text);
}

/** The filters as the interface asks for them. */
export function toEditFilters(query: EditsQuery): ApiQuery<'listEdits'> {
  const q = query.q.trim();
  return {
    ...(q === '' ? {} : isWholePath(q) ? { path: q } : { text: q }),
    ...(query.agents.length === 0 ? {} : { agent: query.agents }),
    ...(query.projects.length === 0 ? {} : { project: query.projects }),
    ...(query.session === '' ? {} : { session: query.session }),
    ...(query.withReads ? { access: ['write', 'read'] } : {}),
    ...(query.withFailed ? { includeFailed: true } : {}),
  };
}
