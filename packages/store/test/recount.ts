import Database from 'better-sqlite3';
import { compareText } from '../src/apply/source-order.ts';
import type { SessionRow } from '../src/tables/sessions.ts';
import { tokenColumns } from '../src/tables/token-columns.ts';
import type { ClaimRow, SessionUsageRow, UsageSeriesRow } from '../src/tables/usage.ts';

type Sums = Record<string, number>;

/** What the archive keeps as sums and counts, and the same counted anew from its rows. */
export interface Recount {
  kept: Record<string, unknown>;
  counted: Record<string, unknown>;
}

/** Elects, sums and counts everything again, in another way than the archive does. */
export function recount(path: string): Recount {
  const db = new Database(path, { readonly: true });
  try {
    const sessions = db.prepare('SELECT * FROM sessions').all() as SessionRow[];
    const claims = db.prepare('SELECT * FROM claims').all() as ClaimRow[];
    const elected = elect(claims, new Map(sessions.map((row) => [row.id, row])));
    const isCounted = (claim: ClaimRow) => elected.get(claim.request) === claim.session_id;
    const sessionById = new Map(sessions.map((row) => [row.id, row]));
    const allSeries = db.prepare('SELECT * FROM usage_series').all() as UsageSeriesRow[];
    const series = new Map(allSeries.map(({ id, ...names }) => [id, Object.values(names)]));
    const quarterOf = ({ at }: ClaimRow) => (at === null ? 0 : Math.floor(at / 900_000));
    const seriesOf = (claim: ClaimRow) => {
      const { agent, project } = sessionById.get(claim.session_id) as SessionRow;
      const prompt = claim.input + claim.cache_read + claim.cache_write_5m + claim.cache_write_1h;
      const over = [0, 128_000, 199_999, 200_000, 271_999, 272_000, 512_000].findLast((step) => prompt > step) ?? 0;
      return [
        agent,
        project,
        claim.model,
        claim.price_class,
        over,
        claim.basis,
        Number(claim.reported_micros !== null),
      ];
    };
    return {
      kept: {
        counted: claims.map((claim) => [claim.request, claim.session_id, claim.counted]),
        sessions: byKey(db.prepare('SELECT * FROM session_usage').all() as SessionUsageRow[], (row) => [
          row.quarter, row.session_id, ...(series.get(row.series) ?? []),
        ]), // biome-ignore format: one key
        counts: Object.fromEntries(sessions.map((row) => [row.id, countsOf(row)])),
      },
      counted: {
        counted: claims.map((claim) => [claim.request, claim.session_id, Number(isCounted(claim))]),
        sessions: byKey(claims.filter(isCounted), (claim) => [
          quarterOf(claim), claim.session_id, ...seriesOf(claim),
        ], (claim) => claim.at), // biome-ignore format: one key
        counts: Object.fromEntries(sessions.map((row) => [row.id, countAnew(db, row, claims, isCounted)])),
      },
    };
  } finally {
    db.close();
  }
}

/** Session that counts each request, by sorting where the archive compares. */
function elect(claims: readonly ClaimRow[], sessions: Map<number, SessionRow>): Map<string, number> {
  const elected = new Map<string, number>();
  for (const [request, group] of Map.groupBy(claims, (claim) => claim.request)) {
    const owners = group.map((claim) => claim.owner);
    const rank = (claim: ClaimRow) => {
      const session = sessions.get(claim.session_id) as SessionRow;
      const late = (at: number | null) => String(at ?? '9'.repeat(16)).padStart(16, '0');
      return [Number(!owners.includes(session.native)), late(claim.at), late(session.first_at), session.native].join(
        ' ',
      );
    };
    const [first] = group.toSorted((a, b) => compareText(rank(a), rank(b)));
    elected.set(request, (first as ClaimRow).session_id);
  }
  return elected;
}

/** Sums of tokens, requests and costs by key, with first and last time where rows have them, in the order of the keys. */
function byKey<Row extends object>(
  rows: readonly Row[],
  key: (row: Row) => unknown[],
  time?: (row: Row) => number | null,
): [string, Sums][] {
  const sums = new Map<string, Sums>();
  for (const row of rows) {
    const name = JSON.stringify(key(row));
    const into = sums.get(name) ?? { requests: 0 };
    into.requests = (into.requests ?? 0) + ('requests' in row ? Number(row.requests) : 1);
    for (const column of [...tokenColumns.map(([column]) => column), 'reported_micros']) {
      into[column] = (into[column] ?? 0) + Number(row[column as keyof Row]);
    }
    const own = 'first_at' in row ? row : undefined;
    const first = own ? Number(own.first_at) : time && (time(row) ?? 0);
    const last = own && 'last_at' in own ? Number(own.last_at) : first;
    if (first !== undefined && last !== undefined) {
      into.first = Math.min(into.first ?? first, first);
      into.last = Math.max(into.last ?? last, last);
    }
    sums.set(name, into);
  }
  return [...sums].sort(([a], [b]) => compareText(a, b));
}

function countsOf(row: SessionRow): Sums {
  const { messages, prompts, replies, tool_calls, tool_errors, pending_calls, children } = row;
  return {
    messages,
    prompts,
    replies,
    tool_calls,
    tool_errors,
    pending_calls,
    children,
    input: row.input,
    counted: row.counted_input,
  };
}

function countAnew(
  db: Database.Database,
  row: SessionRow,
  claims: readonly ClaimRow[],
  isCounted: (claim: ClaimRow) => boolean,
): Sums {
  const count = (table: string, where: string) =>
    db.prepare(`SELECT count(*) FROM ${table} WHERE session_id = ? AND ${where}`).pluck().get(row.id) as number;
  const own = claims.filter((claim) => claim.session_id === row.id);
  const sum = (some: readonly ClaimRow[]) => some.reduce((total, claim) => total + claim.input, 0);
  return {
    messages: count('messages', '1'),
    prompts: count('messages', `variant IN ('prompt', 'queued')`),
    replies: count('messages', `variant = 'reply'`),
    tool_calls: count('tool_calls', 'name IS NOT NULL'),
    tool_errors: count('tool_calls', `name IS NOT NULL AND status = 'error'`),
    pending_calls: count('tool_calls', `name IS NOT NULL AND status = 'pending'`),
    children: db
      .prepare(`SELECT count(*) FROM sessions WHERE parent = ? AND relation = 'subagent' AND shelf > 0`)
      .pluck()
      .get(row.native) as number,
    input: sum(own),
    counted: sum(own.filter(isCounted)),
  };
}

/** The sums of each UTC day as text, with the day's version and whether it is packed. */
export function usageDays(path: string): Map<number, { version: number; isPacked: boolean; sums: string }> {
  const db = new Database(path, { readonly: true });
  try {
    const days = db.prepare('SELECT day, version FROM usage_days').all() as { day: number; version: number }[];
    const sums = db.prepare('SELECT * FROM session_usage WHERE quarter >= ? AND quarter < ?');
    const packed = new Set(db.prepare('SELECT day FROM packed_usage').pluck().all());
    return new Map(
      days.map(({ day, version }) => [
        day,
        { version, isPacked: packed.has(day), sums: JSON.stringify(sums.all(day * 96, (day + 1) * 96)) },
      ]),
    );
  } finally {
    db.close();
  }
}
