import type { Alert, Page } from '@belfry/core';
import type { Connection } from '../database/connection.ts';
import { parsePageCursor, toLimit, toPageCursor } from '../queries/page-cursor.ts';

export interface AlertQuery {
  /** Also those that stand no more; default only those that stand. */
  cleared?: boolean;
  sessionId?: string;
  cursor?: string;
  /** 1 to 500; default 50. */
  limit?: number;
}

export interface StoredAlerts {
  put(alert: Alert): void;
  find(id: string): Alert | undefined;
  /** Newest first. @throws BELFRY_CURSOR_INVALID */
  page(query: AlertQuery): Page<Alert>;
  remove(sessionId: string): void;
}

export function createStoredAlerts(connection: Connection): StoredAlerts {
  const put = connection.prepare(
    'INSERT OR REPLACE INTO alerts (id, session_id, raised_at, cleared_at, alert) VALUES (?, ?, ?, ?, ?)',
  );
  const find = connection.prepare('SELECT alert FROM alerts WHERE id = ?').pluck();
  const remove = connection.prepare('DELETE FROM alerts WHERE session_id = ?');
  const wanted = '(@cleared OR cleared_at IS NULL) AND (@sessionId IS NULL OR session_id = @sessionId)';
  const page = connection
    .prepare(
      `SELECT alert FROM alerts WHERE ${wanted} AND (@at IS NULL OR (raised_at, id) < (@at, @id))
       ORDER BY raised_at DESC, id DESC LIMIT @limit`,
    )
    .pluck();
  const count = connection.prepare(`SELECT count(*) FROM alerts WHERE ${wanted}`).pluck();
  return {
    put(alert) {
      const { id, sessionId = null, raisedAt, clearedAt } = alert;
      const cleared = clearedAt === undefined ? null : Date.parse(clearedAt);
      put.run(id, sessionId, Date.parse(raisedAt), cleared, JSON.stringify(alert));
    },
    find(id) {
      const text = find.get(id) as string | undefined;
      return text === undefined ? undefined : (JSON.parse(text) as Alert);
    },
    page({ cleared = false, sessionId = null, cursor, limit: asked }: AlertQueryOrNull) {
      const limit = toLimit(asked, 50);
      const filter = { cleared: cleared ? 1 : 0, sessionId };
      const [at, id] = cursor === undefined ? [null, null] : parsePageCursor('alerts', cursor, ['number', 'string']);
      const texts = page.all({ ...filter, at, id, limit: limit + 1 }) as string[];
      const items = texts.slice(0, limit).map((text) => JSON.parse(text) as Alert);
      const last = items.at(-1);
      return {
        items,
        ...(texts.length > limit && last !== undefined
          ? { next: toPageCursor('alerts', [Date.parse(last.raisedAt), last.id]) }
          : {}),
        total: count.get(filter) as number,
      };
    },
    remove: (sessionId) => void remove.run(sessionId),
  };
}

type AlertQueryOrNull = Omit<AlertQuery, 'sessionId'> & { sessionId?: string | null };
