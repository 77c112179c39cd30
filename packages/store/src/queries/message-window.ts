import { BelfryError, type MessageQuery, type MessageVariant } from '@belfry/core';
import { type SqlBool, sql } from 'kysely';
import type { MessageRow } from '../tables/messages.ts';
import { isMessageCursor, type MessagePlace, parseMessageCursor } from '../views/message-cursor.ts';
import type { ArchiveDb } from './archive-db.ts';
import { toLimit } from './page-cursor.ts';
import type { ReadingSource } from './session.ts';

/** A window of a transcript in reading order, and whether there is more on either side. */
export interface MessageWindow {
  rows: MessageRow[];
  hasBefore: boolean;
  hasAfter: boolean;
}

type Place = Pick<MessagePlace, 'sourceId' | 'offset' | 'generation' | 'nth'>;

/** @throws BELFRY_CURSOR_INVALID when a cursor or key is not of this session */
export async function readWindow(
  db: ArchiveDb,
  sessionId: number,
  sources: readonly ReadingSource[],
  query: MessageQuery,
): Promise<MessageWindow> {
  const limit = toLimit(query.limit, 60);
  const scan = (direction: 'forward' | 'backward', from: Place | undefined, count: number) =>
    readOn(db, sessionId, sources, direction, from, count, query.variant);

  if (query.around !== undefined) {
    const center = await findAround(db, sessionId, query.around);
    const place = { ...center, sourceId: center.source_id };
    const before = await scan('backward', place, Math.floor((limit - 1) / 2) + 1);
    const wanted = Math.floor((limit - 1) / 2);
    const after = await scan('forward', place, limit - Math.min(before.length, wanted));
    const kept = before.slice(0, wanted).reverse();
    const room = limit - 1 - kept.length;
    return {
      rows: [...kept, center, ...after.slice(0, room)],
      hasBefore: before.length > wanted,
      hasAfter: after.length > room,
    };
  }
  if (query.before !== undefined) {
    const rows = await scan('backward', placeOf(query.before, sources), limit + 1);
    return { rows: rows.slice(0, limit).reverse(), hasBefore: rows.length > limit, hasAfter: true };
  }
  if (query.after !== undefined) {
    const rows = await scan('forward', placeOf(query.after, sources), limit + 1);
    return { rows: rows.slice(0, limit), hasBefore: true, hasAfter: rows.length > limit };
  }
  if (query.edge === 'start') {
    const rows = await scan('forward', undefined, limit + 1);
    return { rows: rows.slice(0, limit), hasBefore: false, hasAfter: rows.length > limit };
  }
  const rows = await scan('backward', undefined, limit + 1);
  return { rows: rows.slice(0, limit).reverse(), hasBefore: rows.length > limit, hasAfter: false };
}

async function findAround(db: ArchiveDb, sessionId: number, around: string): Promise<MessageRow> {
  const ofSession = db.selectFrom('messages').selectAll().where('session_id', '=', sessionId);
  const byKey = await ofSession.where('key', '=', around).executeTakeFirst();
  if (byKey) return byKey;
  const { sourceId, offset, generation, nth } = parseMessageCursor(around);
  const byPlace = await ofSession
    .where('source_id', '=', sourceId)
    .where('offset', '=', offset)
    .where('generation', '=', generation)
    .where('nth', '=', nth)
    .executeTakeFirst();
  if (!byPlace) throw new BelfryError('BELFRY_CURSOR_INVALID', 'This session has no such message');
  return byPlace;
}

function placeOf(cursor: string, sources: readonly ReadingSource[]): Place {
  const place = parseMessageCursor(cursor);
  if (!isMessageCursor(cursor) || !sources.some(({ id }) => id === place.sourceId)) {
    throw new BelfryError('BELFRY_CURSOR_INVALID', 'This cursor is not from this session');
  }
  return place;
}

/** Rows after (or before) a place, nearest first, source by source. */
async function readOn(
  db: ArchiveDb,
  sessionId: number,
  sources: readonly ReadingSource[],
  direction: 'forward' | 'backward',
  from: Place | undefined,
  count: number,
  variant: readonly MessageVariant[] | undefined,
): Promise<MessageRow[]> {
  const isForward = direction === 'forward';
  const ordered = isForward ? sources : sources.toReversed();
  const start = from ? ordered.findIndex(({ id }) => id === from.sourceId) : 0;
  const rows: MessageRow[] = [];
  for (const [index, source] of ordered.slice(Math.max(0, start)).entries()) {
    if (rows.length >= count) break;
    let query = db
      .selectFrom('messages')
      .selectAll()
      .where('session_id', '=', sessionId)
      .where('source_id', '=', source.id);
    if (from && index === 0) {
      const { offset, generation, nth } = from;
      const beyond = isForward ? sql`>` : sql`<`;
      query = query.where(sql<SqlBool>`(offset, generation, nth) ${beyond} (${offset}, ${generation}, ${nth})`);
    }
    if (variant) query = query.where('variant', 'in', variant);
    const order = isForward ? 'asc' : 'desc';
    query = query.orderBy('offset', order).orderBy('generation', order).orderBy('nth', order);
    rows.push(...(await query.limit(count - rows.length).execute()));
  }
  return rows;
}
