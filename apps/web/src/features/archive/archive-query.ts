import type { ApiQuery } from '@belfry/api/contract';
import type { MessageRole } from '@belfry/core';
import type { Part } from '../../router/page.ts';
import { toDayRange } from './day-range.ts';

export type ArchiveSort = 'recent' | 'project' | 'longest' | 'tokens';
export type Has = 'error' | 'children' | 'gone' | 'issues';

/** What narrows the page of sessions; its address holds all of it. */
export interface ArchiveQuery {
  /** Words to look for in everything; empty lists sessions. */
  q: string;
  agents: string[];
  projects: string[];
  branches: string[];
  has: Has[];
  /** See `toDayRange`; empty for any time. */
  when: string;
  sort: ArchiveSort;
  /** Where hits may be; empty for everywhere. */
  parts: Part[];
  /** Whose words; empty for anybody's. Of hits only, as `tools`. */
  roles: MessageRole[];
  /** Names or families of the tools whose calls and outputs are looked in; empty for everything. */
  tools: string[];
  /** Hits by how well they fit instead of newest first. */
  isBest: boolean;
}

const sorts: readonly ArchiveSort[] = ['recent', 'project', 'longest', 'tokens'];
const traits: readonly Has[] = ['error', 'children', 'gone', 'issues'];
const roles: readonly MessageRole[] = ['user', 'assistant', 'system'];
const parts: readonly Part[] = ['message', 'thinking', 'tool-input', 'tool-output'];

/** Reads the query of an address; what it does not know it leaves out. */
export function toArchiveQuery(search: string): ArchiveQuery {
  const given = new URLSearchParams(search);
  const among = <T extends string>(name: string, known: readonly T[]) =>
    known.filter((value) => given.getAll(name).includes(value));
  return {
    q: given.get('q') ?? '',
    agents: given.getAll('agent'),
    projects: given.getAll('project'),
    branches: given.getAll('branch'),
    has: among('has', traits),
    when: given.get('when') ?? '',
    sort: among('sort', sorts)[0] ?? 'recent',
    parts: among('in', parts),
    roles: among('role', roles),
    tools: given.getAll('tool'),
    isBest: given.get('order') === 'best',
  };
}

/** The inverse of `toArchiveQuery`; what stands for nothing is left out. */
export function toSearch(query: ArchiveQuery): string {
  const given = new URLSearchParams();
  if (query.q !== '') given.set('q', query.q);
  for (const agent of query.agents) given.append('agent', agent);
  for (const project of query.projects) given.append('project', project);
  for (const branch of query.branches) given.append('branch', branch);
  for (const trait of query.has) given.append('has', trait);
  if (query.when !== '') given.set('when', query.when);
  if (query.sort !== 'recent') given.set('sort', query.sort);
  for (const part of query.parts) given.append('in', part);
  for (const role of query.roles) given.append('role', role);
  for (const tool of query.tools) given.append('tool', tool);
  if (query.isBest) given.set('order', 'best');
  return given.toString();
}

/** How many facets are narrowed; the words are not counted. */
export function countFilters(query: ArchiveQuery): number {
  const { agents, projects, branches, has, when } = query;
  // What narrows hits narrows nothing while sessions are listed.
  const ofHits = query.q.trim() === '' ? [] : [...query.parts, ...query.roles, ...query.tools];
  return [...agents, ...projects, ...branches, ...has, ...ofHits].length + (when === '' ? 0 : 1);
}

/** The query without its facets. */
export function withoutFilters(query: ArchiveQuery): ArchiveQuery {
  return { ...query, agents: [], projects: [], branches: [], has: [], when: '', parts: [], roles: [], tools: [] };
}

/** A value switched on or off. */
export function toggled<T>(values: readonly T[], value: T): T[] {
  return values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
}

/** What sessions and hits are narrowed by alike, as the interface asks for it. */
function toFilters(query: ArchiveQuery, now: number, timezone: string) {
  return {
    agent: query.agents.length > 0 ? query.agents : undefined,
    project: query.projects.length > 0 ? query.projects : undefined,
    branch: query.branches.length > 0 ? query.branches : undefined,
    ...toDayRange(query.when, now, timezone),
    timezone: query.when === '' ? undefined : timezone,
  };
}

/** Filters of the session list. */
export function toListFilters(query: ArchiveQuery, now: number, timezone: string) {
  const traitFilters = {
    hasError: query.has.includes('error') || undefined,
    hasChildren: query.has.includes('children') || undefined,
    sourceGone: query.has.includes('gone') || undefined,
    hasIssues: query.has.includes('issues') || undefined,
  };
  return { ...toFilters(query, now, timezone), ...traitFilters } satisfies ApiQuery<'listSessions'>;
}

/** Filters of a search in everything. */
export function toSearchFilters(query: ArchiveQuery, now: number, timezone: string) {
  return {
    ...toFilters(query, now, timezone),
    q: query.q,
    kind: query.parts.length > 0 ? query.parts : undefined,
    role: query.roles.length > 0 ? query.roles : undefined,
    tool: query.tools.length > 0 ? query.tools : undefined,
    hasError: query.has.includes('error') || undefined,
    sort: query.isBest ? 'relevance' : undefined,
  } satisfies ApiQuery<'search'>;
}
