import { type RawBuilder, sql } from 'kysely';
import type { Migration } from '../database/migration.ts';

const tokens = ['input', 'output', 'reasoning', 'cache_read', 'cache_write_5m', 'cache_write_1h', 'web_searches'];
const sums = ['requests', ...tokens, 'reported_micros'];

/** As the prompt steps were when this was written: later ones come with a migration of their own. */
const promptOver = sql.raw(
  `(CASE ${[512_000, 272_000, 271_999, 200_000, 199_999, 128_000]
    .map((step) => `WHEN c.input + c.cache_read + c.cache_write_5m + c.cache_write_1h > ${step} THEN ${step}`)
    .join(' ')} ELSE 0 END)`,
);

const summed = sql.raw(
  ['count(*)', ...[...tokens, 'reported_micros'].map((name) => `ifnull(sum(c.${name}), 0)`)].join(', '),
);
const sumNames = sql.raw(sums.join(', '));
/** Rounds down, also before 1970. */
const floor = (value: string, by: number) => `((${value} - ((${value} % ${by}) + ${by}) % ${by}) / ${by})`;
const quarter = sql.raw(`CASE WHEN c.at IS NULL THEN 0 ELSE ${floor('c.at', 900_000)} END`);
const day = sql.raw(floor('quarter', 96));

/** Rows of claims with the series they belong to. */
const countedClaims = sql`claims c JOIN sessions s ON s.id = c.session_id JOIN usage_series u
  ON u.agent = s.agent AND u.project = s.project AND u.model = c.model AND u.price_class = c.price_class
  AND u.prompt_over = ${promptOver} AND u.basis = c.basis AND u.reported = (c.reported_micros IS NOT NULL)
  WHERE c.counted = 1 GROUP BY`;

/**
 * Sums by session and quarter of an hour, of which any days of any zone and any project are made. What requests of one
 * sum share stands in one row of its own, so that sums are numbers only. Versions of days tell readers what to read
 * again, and days at rest are packed, because a year of rows is slow to read.
 */
export const sumUsage: Migration = {
  name: '0010-sum-usage',
  up: (db) => {
    const statement = (raw: RawBuilder<unknown>) => ({ compile: () => raw.compile(db) });
    let bySession = db.schema
      .createTable('session_usage')
      .addColumn('quarter', 'integer', (c) => c.notNull())
      .addColumn('session_id', 'integer', (c) => c.notNull())
      .addColumn('series', 'integer', (c) => c.notNull())
      .addColumn('first_at', 'integer', (c) => c.notNull())
      .addColumn('last_at', 'integer', (c) => c.notNull());
    for (const name of sums) {
      bySession = bySession.addColumn(name, 'integer', (c) => c.notNull());
    }
    return [
      db.schema.alterTable('claims').addColumn('reported_micros', 'integer'),
      db.schema
        .createTable('usage_series')
        .addColumn('id', 'integer', (c) => c.primaryKey())
        .addColumn('agent', 'text', (c) => c.notNull())
        .addColumn('project', 'text', (c) => c.notNull())
        .addColumn('model', 'text', (c) => c.notNull())
        .addColumn('price_class', 'text', (c) => c.notNull())
        .addColumn('prompt_over', 'integer', (c) => c.notNull())
        .addColumn('basis', 'text', (c) => c.notNull())
        .addColumn('reported', 'integer', (c) => c.notNull())
        .addUniqueConstraint('usage_series_key', [
          'project',
          'model',
          'agent',
          'price_class',
          'prompt_over',
          'basis',
          'reported',
        ])
        .modifyEnd(sql`strict`),
      bySession
        .addPrimaryKeyConstraint('session_usage_key', ['quarter', 'session_id', 'series'])
        .modifyEnd(sql`strict, without rowid`),
      db.schema
        .createTable('usage_days')
        .addColumn('day', 'integer', (c) => c.primaryKey())
        .addColumn('version', 'integer', (c) => c.notNull())
        .modifyEnd(sql`strict`),
      db.schema
        .createTable('packed_usage')
        .addColumn('day', 'integer', (c) => c.primaryKey())
        .addColumn('cells', 'blob', (c) => c.notNull())
        .modifyEnd(sql`strict`),
      statement(sql`INSERT INTO usage_series (agent, project, model, price_class, prompt_over, basis, reported)
        SELECT DISTINCT s.agent, s.project, c.model, c.price_class, ${promptOver}, c.basis, c.reported_micros IS NOT NULL
        FROM claims c JOIN sessions s ON s.id = c.session_id WHERE c.counted = 1`),
      statement(sql`INSERT INTO session_usage (quarter, session_id, series, first_at, last_at, ${sumNames})
        SELECT ${quarter}, c.session_id, u.id, ifnull(min(c.at), 0), ifnull(max(c.at), 0), ${summed}
        FROM ${countedClaims} 1, 2, 3`),
      statement(sql`INSERT INTO usage_days (day, version) SELECT DISTINCT ${day}, 1 FROM session_usage`),
      db.schema.dropTable('usage_by_quarter'),
      db.schema.dropTable('usage_by_session'),
    ];
  },
};
