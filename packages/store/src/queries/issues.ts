import type { IssueView, Page } from '@belfry/core';
import { type SqlBool, sql } from 'kysely';
import { toIssueView } from '../views/issue-view.ts';
import type { ArchiveDb } from './archive-db.ts';
import { parsePageCursor, toLimit, toPageCursor } from './page-cursor.ts';
import { findSession } from './session.ts';

export interface IssueQuery {
  code?: string;
  agent?: string;
  sessionId?: string;
  cursor?: string;
  limit?: number;
}

const order = ['i.source_id', 'i.generation', 'i.code', 'i.detail', 'i.place'] as const;

/** Key of the session's message that stands at an issue's place or was the last before it. */
const messageBefore = (session: number) => sql<string | null>`(
  select m.key from messages as m
  where m.session_id = ${session} and m.source_id = i.source_id and m.offset <= i.offset and m.generation = i.generation
  order by m.offset desc limit 1
)`;

/** Issues in the order of their sources. */
export async function listIssues(db: ArchiveDb, query: IssueQuery): Promise<Page<IssueView>> {
  const limit = toLimit(query.limit, 100);
  let issues = db
    .selectFrom('issues as i')
    .innerJoin('sources as s', 's.id', 'i.source_id')
    .innerJoin('roots as r', 'r.id', 's.root_id');
  if (query.code !== undefined) issues = issues.where('i.code', '=', query.code as never);
  if (query.agent !== undefined) issues = issues.where('s.agent', '=', query.agent);
  let ofSession: number | undefined;
  if (query.sessionId !== undefined) {
    const session = await findSession(db, query.sessionId);
    if (!session) return { items: [], total: 0 };
    ofSession = session.id;
    const sources = db.selectFrom('contributions').select('source_id').where('session_id', '=', session.id);
    issues = issues.where('i.source_id', 'in', sources).where('s.role', '=', 'transcript');
  }
  const { total } = await issues.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
  let page = issues.selectAll('i').select(['s.agent', 's.path', 'r.path as root']);
  if (query.cursor !== undefined) {
    const types = ['number', 'number', 'string', 'string', 'number'] as const;
    const after = parsePageCursor('issues', query.cursor, types);
    const place = sql.join(order.map((column) => sql.ref(column)));
    page = page.where(sql<SqlBool>`(${place}) > (${sql.join(after)})`);
  }
  for (const column of order) page = page.orderBy(column);
  const rows = await page
    .$if(ofSession !== undefined, (all) => all.select(messageBefore(ofSession ?? 0).as('message_key')))
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const next = last && [last.source_id, last.generation, last.code, last.detail, last.place];
  return {
    items: items.map((row) => ({
      ...toIssueView(row, row),
      ...(row.message_key ? { messageKey: row.message_key } : {}),
    })),
    total,
    ...(rows.length > limit && next ? { next: toPageCursor('issues', next) } : {}),
  };
}
