import { type FileEdit, type FileEditPage, type FileEditQuery, toSessionId } from '@belfry/core';
import type { ArchiveDb } from '../archive-db.ts';
import { findSession } from '../session.ts';
import { readCallTouches } from '../touched-files.ts';
import { type CallKey, callName, readCallRows, toCallHeads, withoutCopies } from './call-heads.ts';
import { toTouchList, touchRanks, touchShape } from './edit-lists.ts';
import { lookBack } from './look-back.ts';
import { toHead } from './message-heads.ts';
import { readPathFilter } from './path-filter.ts';
import { parsePlaceCursor, toPlaceCursor } from './place-cursor.ts';
import { isNarrow, type KnownSession, latestOf, readSessions, toViews } from './session-set.ts';
import type { TimeKey } from './time-index.ts';
import { readTurnHeads } from './turn-heads.ts';

/** Files that calls touched, newest first; `undefined` when the query names a session the archive does not hold. */
export async function listEdits(db: ArchiveDb, query: FileEditQuery): Promise<FileEditPage | undefined> {
  const session = query.session === undefined ? undefined : await findSession(db, query.session);
  if (query.session !== undefined && !session) return undefined;
  const list = toTouchList(db, query, session?.id, await readPathFilter(db, query));
  const sessions = new Map<number, KnownSession>();
  const page = await lookBack(
    { ...list, spare: 0.1, toItems: (keys) => toItems(db, keys, query, sessions) },
    await startOf(db, query),
    Math.min(200, Math.max(1, Math.trunc(query.limit ?? 50))),
  );
  const shown = new Set(page.items.map(({ sessionId }) => sessionId));
  return {
    items: page.items,
    sessions: toViews(sessions.values()).filter(({ id }) => shown.has(id)),
    ...(page.next ? { next: toPlaceCursor('edits', page.next) } : {}),
    ...(page.lookedBackTo === undefined ? {} : { lookedBackTo: page.lookedBackTo }),
  };
}

/** At the cursor, or where the sessions asked for end. */
async function startOf(db: ArchiveDb, query: FileEditQuery) {
  if (query.cursor !== undefined) return parsePlaceCursor('edits', query.cursor, [touchShape, touchShape]);
  if (!isNarrow(query)) return undefined;
  const latest = await latestOf(db, query);
  return { at: latest === undefined ? null : latest + 1 };
}

/** What keys stand for. Left out is what a fork only copied and, unless asked for, what failed. */
async function toItems(
  db: ArchiveDb,
  keys: readonly TimeKey[],
  query: FileEditQuery,
  sessions: Map<number, KnownSession>,
): Promise<(FileEdit | undefined)[]> {
  const missing = new Set(keys.map(({ values }) => values[0] as number).filter((id) => !sessions.has(id)));
  for (const [id, session] of await readSessions(db, [...missing])) sessions.set(id, session);
  const names = new Map(keys.map(({ values }) => [callName(toCallKey(values)), toCallKey(values)]));
  const shown = (await readCallRows(db, [...names.values()])).filter(
    ({ session_id, status }) => sessions.has(session_id) && (query.includeFailed === true || status !== 'error'),
  );
  const rows = await withoutCopies(db, sessions, shown);
  const heads = await toCallHeads(db, sessions, rows);
  const turns = await readTurnHeads(
    db,
    rows.map((row) => [row.session_id, row.source_id ?? -1, row.offset] as const),
  );
  const turnOf = new Map(rows.map((row, index) => [callName([row.session_id, row.call]), turns[index]]));
  const touches = await readCallTouches(
    db,
    rows.map((row) => [row.session_id, row.call] as const),
  );

  return keys.map(({ rank, values }): FileEdit | undefined => {
    const name = callName(toCallKey(values));
    const session = sessions.get(values[0] as number);
    const call = heads.get(name);
    const access = rank === touchRanks.write ? 'write' : 'read';
    const touch = touches.get(name)?.find((one) => one.pathId === values[3] && one.touch.access === access)?.touch;
    if (!session || !call || !touch) return undefined;
    const sessionId = toSessionId(session.row.agent, session.row.native);
    const turn = turnOf.get(name);
    return {
      ...touch,
      id: `${sessionId}:${call.callId}:${access}:${touch.path}`,
      sessionId,
      ...(call.at === undefined ? {} : { at: call.at }),
      call,
      ...(turn ? { because: toHead(session, turn) } : {}),
    };
  });
}

function toCallKey(values: TimeKey['values']): CallKey {
  return [values[0] as number, values[1] as string];
}
