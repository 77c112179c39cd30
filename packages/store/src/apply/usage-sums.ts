import type { Connection } from '../database/connection.ts';
import { tokenColumns } from '../tables/token-columns.ts';
import type { ClaimRow, UsageSums } from '../tables/usage.ts';
import { entryOf } from './entry-of.ts';

const tokenNames = tokenColumns.map(([column]) => column);
const sumNames = ['requests', ...tokenNames, 'reported_micros'] as const satisfies readonly (keyof UsageSums)[];

export type SumKey = readonly [quarter: number, sessionId: number, series: number];

/** A difference to one row, collected over a batch. */
export interface SumChange {
  key: SumKey;
  sums: UsageSums;
  /** Times of what was added. */
  firstAt: number;
  lastAt: number;
  /** Times at which something was taken away and nothing put back. */
  lostTimes: ReadonlySet<number>;
}

/** Differences to rows, by key. */
export interface SumChanges {
  post(key: SumKey, claim: ClaimRow, sign: 1 | -1): void;
  all(): IterableIterator<SumChange>;
}

export function createSumChanges(): SumChanges {
  const changes = new Map<string, SumChange & { lostTimes: Set<number> }>();
  return {
    post(key, claim, sign) {
      const change = entryOf(changes, key.join(' '), () => ({
        key,
        sums: { ...noSums },
        firstAt: Number.MAX_SAFE_INTEGER,
        lastAt: 0,
        lostTimes: new Set<number>(),
      }));
      const at = claim.at ?? 0;
      change.sums.requests += sign;
      for (const name of tokenNames) change.sums[name] += sign * claim[name];
      change.sums.reported_micros += sign * (claim.reported_micros ?? 0);
      if (sign < 0) {
        change.lostTimes.add(at);
        return;
      }
      change.lostTimes.delete(at);
      change.firstAt = Math.min(change.firstAt, at);
      change.lastAt = Math.max(change.lastAt, at);
    },
    all: () => changes.values(),
  };
}

const noSums: UsageSums = {
  requests: 0,
  input: 0,
  output: 0,
  reasoning: 0,
  cache_read: 0,
  cache_write_5m: 0,
  cache_write_1h: 0,
  web_searches: 0,
  reported_micros: 0,
};

/** Adds differences to rows; a row that comes to nothing vanishes. */
export function createSumWriter(connection: Connection): (change: SumChange) => void {
  const keys = ['quarter', 'session_id', 'series'];
  const columns = [...keys, ...sumNames, 'first_at', 'last_at'];
  const updates = sumNames.map((name) => `${name} = ${name} + excluded.${name}`);
  const add = connection.prepare(
    `INSERT INTO session_usage (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
     ON CONFLICT DO UPDATE SET ${updates.join(', ')}, first_at = min(first_at, excluded.first_at),
       last_at = max(last_at, excluded.last_at)`,
  );
  const removeEmpty = connection.prepare(
    `DELETE FROM session_usage WHERE ${keys.map((key) => `${key} = ?`).join(' AND ')} AND requests = 0`,
  );
  return ({ key, sums, firstAt, lastAt }) => {
    add.run(...key, ...sumNames.map((name) => sums[name]), firstAt, lastAt);
    if (sums.requests <= 0) removeEmpty.run(...key);
  };
}
