import { isDeepStrictEqual } from 'node:util';
import type { Connection } from '../database/connection.ts';
import { tokenColumns } from '../tables/token-columns.ts';
import type { ClaimRow, UsageSeriesRow } from '../tables/usage.ts';
import type { SessionDraft } from './session-book.ts';
import { createSumChanges, createSumTable, type SumChange } from './sum-table.ts';
import { createSeriesNumbers, toSeries } from './usage-series.ts';

const tokenNames = tokenColumns.map(([column]) => column);
const quarterMs = 15 * 60 * 1000;
const quartersPerDay = 96;

/** Keeps the sums equal to the claims: told of every claim that comes, goes or moves. */
export interface UsageLedger {
  /** Adds (`sign` 1) or takes away (-1) a claim as it counts in its session. */
  post(session: SessionDraft, claim: ClaimRow, sign: 1 | -1): void;
  /** Moves what a session counts from one project to another. */
  moveProject(session: SessionDraft, from: string, to: string): void;
  /** Writes the sums; the claims must be written. */
  flush(): void;
}

export function createUsageLedgers(connection: Connection): () => UsageLedger {
  const beginSeries = createSeriesNumbers(connection);
  const addToQuarter = createSumTable(connection, 'quarter_usage', ['quarter', 'series'], { hasTimes: false });
  const sessionKey = ['quarter', 'session_id', 'series'];
  const addToSession = createSumTable(connection, 'session_usage', sessionKey, { hasTimes: true });
  const restoreTimes = createTimeKeeper(connection);
  const countedOf = connection.prepare('SELECT * FROM claims WHERE session_id = ? AND counted = 1');
  const touchDay = connection.prepare(
    'INSERT INTO usage_days (day, version) VALUES (?, 1) ON CONFLICT DO UPDATE SET version = version + 1',
  );

  return () => {
    const series = beginSeries();
    const quarters = createSumChanges();
    const sessions = createSumChanges();
    const count = ({ row }: SessionDraft, project: string, claim: ClaimRow, sign: 1 | -1) => {
      const quarter = claim.at === null ? 0 : Math.floor(claim.at / quarterMs);
      const number = series.of(row.agent, project, claim);
      quarters.post([quarter, number], claim, sign);
      sessions.post([quarter, row.id, number], claim, sign);
    };
    return {
      post(session, claim, sign) {
        const { row } = session;
        for (const name of tokenNames) row[name] += sign * claim[name];
        if (claim.counted === 0) return;
        for (const name of tokenNames) row[`counted_${name}`] += sign * claim[name];
        count(session, row.project, claim, sign);
      },
      moveProject(session, from, to) {
        for (const claim of countedOf.all(session.row.id) as ClaimRow[]) {
          count(session, from, claim, -1);
          count(session, to, claim, 1);
        }
      },
      flush() {
        const days = new Set<number>();
        for (const change of quarters.all()) {
          const [quarter = 0] = change.key;
          days.add(Math.floor(quarter / quartersPerDay));
          addToQuarter(change);
        }
        for (const change of sessions.all()) {
          addToSession(change);
          if (change.lostTimes.size > 0) restoreTimes(change);
        }
        for (const day of days) touchDay.run(day);
      },
    };
  };
}

/** Sets first and last time of a session's sum anew from the claims it is of, when one of them was taken away. */
function createTimeKeeper(connection: Connection): (change: SumChange) => void {
  const which = 'WHERE quarter = ? AND session_id = ? AND series = ?';
  const timesOf = connection.prepare(`SELECT first_at, last_at FROM session_usage ${which}`).raw();
  const setTimes = connection.prepare(`UPDATE session_usage SET first_at = ?, last_at = ? ${which}`);
  const seriesById = connection.prepare('SELECT * FROM usage_series WHERE id = ?');
  const claimsOf = connection.prepare(
    'SELECT * FROM claims WHERE session_id = ? AND counted = 1 AND at >= ? AND at < ?',
  );
  return ({ key, lostTimes }) => {
    const [quarter = 0, sessionId = 0, number = 0] = key;
    const times = (timesOf.get(...key) ?? []) as number[];
    if (quarter === 0 || !times.some((at) => lostTimes.has(at))) return;
    const { id: _, ...series } = seriesById.get(number) as UsageSeriesRow;
    const claims = claimsOf.all(sessionId, quarter * quarterMs, (quarter + 1) * quarterMs) as ClaimRow[];
    const left = claims
      .filter((claim) => isDeepStrictEqual(toSeries(series.agent, series.project, claim), series))
      .map(({ at }) => at ?? 0);
    setTimes.run(Math.min(...left), Math.max(...left), ...key);
  };
}
