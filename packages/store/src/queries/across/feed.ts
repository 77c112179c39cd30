import { type FeedItem, type FeedPage, type FeedQuery, MessageVariant, ToolKind, toSessionId } from '@belfry/core';
import { type SqlBool, sql } from 'kysely';
import { type MessageRow, messageFlags } from '../../tables/messages.ts';
import type { ArchiveDb } from '../archive-db.ts';
import { toLimit } from '../page-cursor.ts';
import { type CallKey, callName, readCallRows, toCallHeads, withoutCopies } from './call-heads.ts';
import { lookBack, type Place, type TimeList } from './look-back.ts';
import { type MessagePlaceKey, readMessageRows, toHead } from './message-heads.ts';
import { parsePlaceCursor, toPlaceCursor } from './place-cursor.ts';
import { isNarrow, type KnownSession, latestOf, ofSet, readSessions, toViews } from './session-set.ts';
import { allOf, type Condition, floorBehind, readKeys, type TimeIndex, type TimeKey } from './time-index.ts';

/** Ranks of the two indexes the feed is merged from: a call stands above the message that made it. */
const ranks = { call: 0, message: 1 } as const;
const cursorShapes = [
  ['number', 'string'],
  ['number', 'number', 'number', 'number', 'number'],
] as const;

/** Messages and calls of all sessions, newest first. */
export async function readFeed(db: ArchiveDb, query: FeedQuery): Promise<FeedPage> {
  const start = await startOf(db, query);
  if (start === 'nothing') return { items: [], sessions: [] };
  const sessions = new Map<number, KnownSession>();
  const page = await lookBack(toList(db, query, sessions), start, toLimit(query.limit, 50));
  const shown = new Set(page.items.map(({ session }) => session));
  return {
    items: page.items.map(({ item }) => item),
    sessions: toViews([...sessions.values()].filter(({ row }) => shown.has(row.id))),
    ...(page.next ? { next: toPlaceCursor('feed', page.next) } : {}),
    ...(page.lookedBackTo === undefined ? {} : { lookedBackTo: page.lookedBackTo }),
  };
}

/** Where to begin: at the cursor, at the end of the time asked for, or where the sessions asked for end. */
async function startOf(db: ArchiveDb, query: FeedQuery): Promise<Place<TimeKey> | 'nothing' | undefined> {
  const { cursor, to } = query;
  if (cursor !== undefined) return parsePlaceCursor('feed', cursor, cursorShapes);
  const end = to === undefined ? undefined : Date.parse(to);
  if (!isNarrow(query)) return end === undefined ? undefined : { at: end };
  const latest = await latestOf(db, query);
  // Sessions without any time stand at the end of everything.
  if (latest === undefined) return end === undefined ? { at: null } : 'nothing';
  return { at: Math.min(latest + 1, end ?? Number.MAX_SAFE_INTEGER) };
}

interface Placed {
  item: FeedItem;
  session: number;
}

function toList(db: ArchiveDb, query: FeedQuery, sessions: Map<number, KnownSession>): TimeList<TimeKey, Placed> {
  const indexes = toIndexes(query);
  const isFiltered = isNarrow(query) || query.kind !== undefined || query.hasError !== undefined;
  return {
    // About a third of the replies only hold calls.
    spare: 0.5,
    read: (from, floor, count) => readKeys(db, indexes, from, floor, count),
    ...(isFiltered ? { floor: (from, stride) => floorBehind(db, indexes, from, stride) } : {}),
    toItems: (keys) => toItems(db, keys, sessions),
  };
}

const variants: readonly string[] = MessageVariant.anyOf.map((variant) => variant.const);
const kinds: readonly string[] = ToolKind.anyOf.map((kind) => kind.const);

function toIndexes(query: FeedQuery): TimeIndex[] {
  const { kind, hasError, from } = query;
  const common: Condition[] = [];
  if (isNarrow(query)) common.push(ofSet(query));
  if (from !== undefined) common.push(sql`at >= ${Date.parse(from)}`);
  /** Whether a column has one of the names asked for; `undefined` when none of those can stand there. */
  const wanted = (column: string, known: readonly string[]): Condition | undefined => {
    const names = kind?.filter((name) => known.includes(name)) ?? [];
    if (kind === undefined) return sql<SqlBool>`true`;
    return names.length === 0 ? undefined : sql<SqlBool>`${sql.ref(column)} in (${sql.join(names)})`;
  };
  const failed = (column: string): Condition[] =>
    hasError === undefined ? [] : [sql<SqlBool>`${sql.ref(column)} ${hasError ? sql`=` : sql`<>`} 'error'`];
  const ofKind = wanted('kind', kinds);
  const ofVariant = wanted('variant', variants);
  const indexes: TimeIndex[] = [];
  if (ofKind) {
    indexes.push({
      rank: ranks.call,
      from: sql`tool_calls indexed by tool_calls_time`,
      scope: sql`kind is not null`,
      columns: ['session_id', 'call'],
      where: allOf([ofKind, ...failed('status'), ...common]),
    });
  }
  if (ofVariant) {
    indexes.push({
      rank: ranks.message,
      from: sql`messages indexed by messages_time`,
      scope: sql`true`,
      columns: ['session_id', 'source_id', 'offset', 'generation', 'nth'],
      where: allOf([ofVariant, ...failed('variant'), ...common]),
    });
  }
  return indexes;
}

/** What keys stand for. Copies that forks made are left out: it happened once, in the session it is copied from. */
async function toItems(
  db: ArchiveDb,
  keys: readonly TimeKey[],
  sessions: Map<number, KnownSession>,
): Promise<(Placed | undefined)[]> {
  const missing = new Set(keys.map(({ values }) => values[0] as number).filter((id) => !sessions.has(id)));
  for (const [id, session] of await readSessions(db, [...missing])) sessions.set(id, session);
  const isShown = ({ values }: TimeKey) => sessions.has(values[0] as number);
  const keysOf = (rank: number) => keys.filter((key) => key.rank === rank && isShown(key)).map(({ values }) => values);

  const messages = await readMessageRows(db, keysOf(ranks.message) as unknown as MessagePlaceKey[]);
  const messageAt = new Map(messages.map((row) => [placeName(toPlaceKey(row)), row]));
  const calls = await readCallRows(db, keysOf(ranks.call) as unknown as CallKey[]);
  const callHeads = await toCallHeads(db, sessions, await withoutCopies(db, sessions, calls));

  return keys.map(({ rank, values }) => {
    const session = sessions.get(values[0] as number);
    if (!session) return undefined;
    const sessionId = toSessionId(session.row.agent, session.row.native);
    if (rank === ranks.call) {
      const call = callHeads.get(callName(values as unknown as CallKey));
      if (!call) return undefined;
      const id = `call:${sessionId}:${call.callId}`;
      return { session: session.row.id, item: { type: 'tool-call', id, sessionId, ...timeOf(call), call } };
    }
    const row = messageAt.get(placeName(values));
    if (!row || row.flags & messageFlags.inherited || isWordless(row)) return undefined;
    const message = toHead(session, row);
    const id = `message:${sessionId}:${message.key}`;
    return { session: session.row.id, item: { type: 'message', id, sessionId, ...timeOf(message), message } };
  });
}

function toPlaceKey({ session_id, source_id, offset, generation, nth }: MessageRow): number[] {
  return [session_id, source_id, offset, generation, nth];
}

/** A reply of calls or thoughts alone: the calls stand for it. */
function isWordless({ variant, preview }: MessageRow): boolean {
  return variant === 'reply' && preview === '';
}

function placeName(values: readonly (number | string)[]): string {
  return values.join(' ');
}

function timeOf({ at }: { at?: string }): { at?: string } {
  return at === undefined ? {} : { at };
}
