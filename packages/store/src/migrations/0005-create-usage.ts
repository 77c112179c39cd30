import { sql } from 'kysely';
import type { Migration } from '../database/migration.ts';

const tokens = ['input', 'output', 'reasoning', 'cache_read', 'cache_write_5m', 'cache_write_1h', 'web_searches'];

/** Claims to model requests, the sums kept of them, and what agents say of their limits. */
export const createUsage: Migration = {
  name: '0005-create-usage',
  up: (db) => {
    let claims = db.schema
      .createTable('claims')
      .addColumn('session_id', 'integer', (c) => c.notNull())
      .addColumn('request', 'text', (c) => c.notNull())
      .addColumn('message_key', 'text')
      .addColumn('at', 'integer')
      .addColumn('model', 'text', (c) => c.notNull())
      .addColumn('price_class', 'text', (c) => c.notNull())
      .addColumn('basis', 'text', (c) => c.notNull())
      .addColumn('owner', 'text')
      .addColumn('counted', 'integer', (c) => c.notNull())
      .addColumn('shared', 'integer', (c) => c.notNull());
    let byQuarter = db.schema
      .createTable('usage_by_quarter')
      .addColumn('quarter', 'integer', (c) => c.notNull())
      .addColumn('agent', 'text', (c) => c.notNull())
      .addColumn('project', 'text', (c) => c.notNull())
      .addColumn('model', 'text', (c) => c.notNull())
      .addColumn('price_class', 'text', (c) => c.notNull())
      .addColumn('basis', 'text', (c) => c.notNull())
      .addColumn('requests', 'integer', (c) => c.notNull());
    let bySession = db.schema
      .createTable('usage_by_session')
      .addColumn('session_id', 'integer', (c) => c.notNull())
      .addColumn('counted', 'integer', (c) => c.notNull())
      .addColumn('model', 'text', (c) => c.notNull())
      .addColumn('price_class', 'text', (c) => c.notNull())
      .addColumn('basis', 'text', (c) => c.notNull())
      .addColumn('requests', 'integer', (c) => c.notNull());
    for (const name of tokens) {
      claims = claims.addColumn(name, 'integer', (c) => c.notNull());
      byQuarter = byQuarter.addColumn(name, 'integer', (c) => c.notNull());
      bySession = bySession.addColumn(name, 'integer', (c) => c.notNull());
    }
    return [
      claims.addPrimaryKeyConstraint('claims_key', ['session_id', 'request']).modifyEnd(sql`strict, without rowid`),
      db.schema.createIndex('claims_request').on('claims').columns(['request']),
      byQuarter
        .addPrimaryKeyConstraint('usage_by_quarter_key', [
          'quarter',
          'agent',
          'project',
          'model',
          'price_class',
          'basis',
        ])
        .modifyEnd(sql`strict, without rowid`),
      bySession
        .addPrimaryKeyConstraint('usage_by_session_key', ['session_id', 'counted', 'model', 'price_class', 'basis'])
        .modifyEnd(sql`strict, without rowid`),
      db.schema
        .createTable('quota_samples')
        .addColumn('agent', 'text', (c) => c.notNull())
        .addColumn('limit_name', 'text', (c) => c.notNull())
        .addColumn('at', 'integer', (c) => c.notNull())
        .addColumn('machine', 'text', (c) => c.notNull())
        .addColumn('used_percent', 'real', (c) => c.notNull())
        .addColumn('window_minutes', 'integer', (c) => c.notNull())
        .addColumn('resets_at', 'integer', (c) => c.notNull())
        .addColumn('plan', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('quota_samples_key', [
          'agent',
          'limit_name',
          'at',
          'machine',
          'used_percent',
          'window_minutes',
          'resets_at',
          'plan',
        ])
        .modifyEnd(sql`strict, without rowid`),
    ];
  },
};
