import type { Connection } from '../database/connection.ts';
import { type TokenColumns, tokenColumns } from '../tables/token-columns.ts';
import type { ClaimRow } from '../tables/usage.ts';
import { entryOf } from './entry-of.ts';
import type { SessionDraft } from './session-book.ts';

const names = tokenColumns.map(([column]) => column);
const quarterMs = 15 * 60 * 1000;

type Sums = TokenColumns & { requests: number };

/** Keeps the roll-ups equal to the claims: told of every claim that comes, goes or moves. */
export interface UsageLedger {
  /** Adds (`sign` 1) or takes away (-1) a claim as it counts in its session. */
  post(session: SessionDraft, claim: ClaimRow, sign: 1 | -1): void;
  /** Moves what a session counts from one project to another. */
  moveProject(session: SessionDraft, from: string, to: string): void;
  flush(): void;
}

export function createUsageLedgers(connection: Connection): () => UsageLedger {
  const bySession = createSumTable(connection, 'usage_by_session', [
    'session_id',
    'counted',
    'model',
    'price_class',
    'basis',
  ]);
  const byQuarter = createSumTable(connection, 'usage_by_quarter', [
    'quarter',
    'agent',
    'project',
    'model',
    'price_class',
    'basis',
  ]);
  const countedOf = connection.prepare('SELECT * FROM claims WHERE session_id = ? AND counted = 1');

  return () => {
    const sessionSums = new Map<string, SumEntry>();
    const quarterSums = new Map<string, SumEntry>();
    const postQuarter = (session: SessionDraft, project: string, claim: ClaimRow, sign: 1 | -1) => {
      const quarter = claim.at === null ? 0 : Math.floor(claim.at / quarterMs);
      post(
        quarterSums,
        [quarter, session.row.agent, project, claim.model, claim.price_class, claim.basis],
        claim,
        sign,
      );
    };
    return {
      post(session, claim, sign) {
        const { row } = session;
        post(sessionSums, [row.id, claim.counted, claim.model, claim.price_class, claim.basis], claim, sign);
        for (const name of names) row[name] += sign * claim[name];
        if (claim.counted === 0) return;
        for (const name of names) row[`counted_${name}`] += sign * claim[name];
        postQuarter(session, row.project, claim, sign);
      },
      moveProject(session, from, to) {
        for (const claim of countedOf.all(session.row.id) as ClaimRow[]) {
          postQuarter(session, from, claim, -1);
          postQuarter(session, to, claim, 1);
        }
      },
      flush() {
        bySession.add(sessionSums.values());
        byQuarter.add(quarterSums.values());
      },
    };
  };
}

interface SumEntry {
  key: (string | number)[];
  sums: Sums;
}

function post(entries: Map<string, SumEntry>, key: (string | number)[], tokens: TokenColumns, sign: 1 | -1): void {
  const name = key.join('\n');
  const entry = entryOf(entries, name, () => ({ key, sums: { ...noSums } }));
  entry.sums.requests += sign;
  for (const column of names) entry.sums[column] += sign * tokens[column];
}

const noSums: Sums = {
  requests: 0,
  input: 0,
  output: 0,
  reasoning: 0,
  cache_read: 0,
  cache_write_5m: 0,
  cache_write_1h: 0,
  web_searches: 0,
};

/** A table of sums to which differences are added; rows that come to nothing vanish. */
function createSumTable(connection: Connection, table: string, keys: string[]) {
  const sums = ['requests', ...names] as const;
  const add = connection.prepare(
    `INSERT INTO ${table} (${[...keys, ...sums].join(', ')})
     VALUES (${[...keys, ...sums].map(() => '?').join(', ')})
     ON CONFLICT DO UPDATE SET ${sums.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')}`,
  );
  const removeEmpty = connection.prepare(
    `DELETE FROM ${table} WHERE ${keys.map((key) => `${key} = ?`).join(' AND ')} AND requests = 0`,
  );
  return {
    add(entries: Iterable<SumEntry>) {
      for (const { key, sums: values } of entries) {
        if (sums.every((name) => values[name] === 0)) continue;
        add.run(...key, ...sums.map((name) => values[name]));
        if (values.requests < 0) removeEmpty.run(...key);
      }
    },
  };
}
