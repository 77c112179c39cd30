import { isDeepStrictEqual } from 'node:util';
import type { Connection } from '../database/connection.ts';
import { tokenColumns } from '../tables/token-columns.ts';
import type { ClaimRow, UsageSeriesRow } from '../tables/usage.ts';
import type { SessionDraft } from './session-book.ts';
import { createSeriesNumbers, toSeries } from './usage-series.ts';
import { createSumChanges, createSumWriter, type SumChange } from './usage-sums.ts';

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
  const write = createSumWriter(connection);
  const restoreTimes = createTimeKeeper(connection);
  const countedOf = connection.prepare('SELECT * FROM claims WHERE session_id = ? AND counted = 1');
  const touchDay = connection.prepare(
    'INSERT INTO usage_days (day, version) VALUES (?, 1) ON CONFLICT DO UPDATE SET version = version + 1',
  );
  const unpackDay = connection.prepare('DELETE FROM packed_usage WHERE day = ?');

  return () => {
    const series = beginSeries();
    const changes = createSumChanges();
    const count = ({ row }: SessionDraft, project: string, claim: ClaimRow, sign: 1 | -1) => {
      const quarter = claim.at === null ? 0 : Math.floor(claim.at / quarterMs);
      changes.post([quarter, row.id, series.of(row.agent, project, claim)], claim, sign);
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
        for (const change of changes.all()) {
          const [quarter] = change.key;
          days.add(Math.floor(quarter / quartersPerDay));
          write(change);
          if (change.lostTimes.size > 0) restoreTimes(change);
        }
        for (const day of days) {
          touchDay.run(day);
          unpackDay.run(day);
        }
      },
    };
  };
}

/** Sets first and last time of a sum anew from the claims it is of, when one of them was taken away. */
function createTimeKeeper(connection: Connection): (change: SumChange) => void {
  const which = 'WHERE quarter = ? AND session_id = ? AND series = ?';
  const timesOf = connection.prepare(`SELECT first_at, last_at FROM session_usage ${which}`).raw();
  const setTimes = connection.prepare(`UPDATE session_usage SET first_at = ?, last_at = ? ${which}`);
  const seriesById = connection.prepare('SELECT * FROM usage_series WHERE id = ?');
  const claimsOf = connection.prepare(
    'SELECT * FROM claims WHERE session_id = ? AND counted = 1 AND at >= ? AND at < ?',
  );
  return ({ key, lostTimes }) => {
    const [quarter, sessionId, number] = key;
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
