import type { SessionQuery } from '@belfry/core';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { shelves } from '../tables/sessions.ts';

/** A tool call failed, or the agent itself. */
export const hasError = sql<SqlBool>`sessions.tool_errors + sessions.errors > 0`;

/** Whether a query needs the table of roots beside the sessions. */
export function namesMachine({ machine = [] }: SessionQuery): boolean {
  return machine.length > 0;
}

/** The filters of a query as one condition. */
export function matches(query: SessionQuery) {
  const { listed, underParent } = shelves;
  const conditions = [
    query.includeSubagents
      ? sql<SqlBool>`sessions.shelf in (${listed}, ${underParent})`
      : sql<SqlBool>`sessions.shelf = ${listed}`,
  ];
  const anyOf = (column: string, values: readonly string[] | undefined) => {
    if (values && values.length > 0) conditions.push(sql`${sql.ref(column)} in (${sql.join(values)})`);
  };
  anyOf('sessions.agent', query.agent);
  anyOf('sessions.project', query.project);
  anyOf('sessions.branch', query.branch);
  anyOf('roots.machine', query.machine);
  if (query.from !== undefined) conditions.push(sql`sessions.last_at >= ${Date.parse(query.from)}`);
  if (query.to !== undefined) conditions.push(sql`sessions.first_at < ${Date.parse(query.to)}`);
  const whether = (isWanted: boolean | undefined, holds: RawBuilder<unknown>) => {
    if (isWanted !== undefined) conditions.push(sql<SqlBool>`(${holds}) = ${isWanted ? 1 : 0}`);
  };
  whether(query.hasError, hasError);
  whether(query.hasChildren, sql`sessions.children > 0`);
  whether(query.sourceGone, sql`sessions.source_gone > 0`);
  whether(query.hasIssues, sql`sessions.issues > 0`);
  // instr, not LIKE: what the user types has no wildcards.
  if (query.text) conditions.push(sql`instr(sessions.needle, ${query.text.toLowerCase()}) > 0`);
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`;
}
