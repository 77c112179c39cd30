import type { SessionFacets, SessionQuery } from '@belfry/core';
import { type SqlBool, sql } from 'kysely';
import type { ArchiveDb } from './archive-db.ts';
import { hasError, matches, namesMachine } from './session-filter.ts';

/** Every task may have a branch of its own; a list of thousands helps nobody to narrow down. */
const mostBranches = 100;

const count = sql<number>`count(*)`;
const countIf = (holds: unknown) => sql<number>`ifnull(sum(${holds}), 0)`;

/** Counts for narrowing the list that `query` asks for; `bounds` are ISO instants, ascending. */
export async function countFacets(
  db: ArchiveDb,
  query: SessionQuery,
  bounds: readonly string[],
): Promise<SessionFacets> {
  const select = (filters: SessionQuery) => selectMatching(db, filters);
  const names = (column: 'agent' | 'project', filters: SessionQuery) =>
    select(filters)
      .groupBy(`sessions.${column}`)
      .select([`sessions.${column} as name`, count.as('sessions')])
      .orderBy('sessions', 'desc')
      .orderBy('name')
      .execute();
  const { agent: _agent, ...withoutAgent } = query;
  const { project: _project, ...withoutProject } = query;
  const { branch: _branch, ...withoutBranch } = query;
  const { from: _from, to: _to, ...withoutDates } = query;
  const has = await select(query)
    .select([
      countIf(hasError).as('error'),
      countIf(sql`sessions.children > 0`).as('children'),
      countIf(sql`sessions.source_gone > 0`).as('sourceGone'),
      countIf(sql`sessions.issues > 0`).as('issues'),
    ])
    .executeTakeFirstOrThrow();
  return {
    agents: await names('agent', withoutAgent),
    projects: await names('project', withoutProject),
    branches: await countBranches(select(withoutBranch)),
    has,
    spans: await countSpans(select(withoutDates), bounds),
  };
}

function selectMatching(db: ArchiveDb, filters: SessionQuery) {
  return db
    .selectFrom('sessions')
    .$if(namesMachine(filters), (all) => all.innerJoin('roots', 'roots.id', 'sessions.root_id'))
    .where(matches(filters));
}

async function countBranches(sessions: ReturnType<typeof selectMatching>): Promise<SessionFacets['branches']> {
  return sessions
    .where('sessions.branch', 'is not', null)
    .groupBy('sessions.branch')
    .select([sql<string>`sessions.branch`.as('name'), count.as('sessions')])
    .orderBy('sessions', 'desc')
    .orderBy('name')
    .limit(mostBranches)
    .execute();
}

/** Sessions with a record in each stretch, all stretches in one pass. */
async function countSpans(sessions: ReturnType<typeof selectMatching>, bounds: readonly string[]): Promise<number[]> {
  const spans = bounds.slice(1).map((to, index) => ({ from: Date.parse(bounds[index] ?? to), to: Date.parse(to) }));
  if (spans.length === 0) return [];
  const lies = ({ from, to }: (typeof spans)[number]) =>
    sql<SqlBool>`sessions.last_at >= ${from} and sessions.first_at < ${to}`;
  const row = await sessions
    .select(spans.map((span, index) => countIf(lies(span)).as(`span${index}`)))
    .executeTakeFirstOrThrow();
  return spans.map((_, index) => Number(row[`span${index}`] ?? 0));
}
