import { sql } from 'kysely';
import type { Migration } from '../database/migration.ts';

const createSignIns: Migration = {
  name: '0001-create-sign-ins',
  up: (db) => [
    db.schema
      .createTable('sign_ins')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('token_hash', 'text', (c) => c.notNull().unique())
      .addColumn('key_hash', 'text', (c) => c.notNull())
      .addColumn('label', 'text', (c) => c.notNull())
      .addColumn('created_at', 'integer', (c) => c.notNull())
      .addColumn('last_seen_at', 'integer', (c) => c.notNull())
      .addColumn('revoked_at', 'integer')
      .modifyEnd(sql`strict`),
  ],
};

const createSettings: Migration = {
  name: '0002-create-settings',
  up: (db) => [
    db.schema
      .createTable('settings')
      .addColumn('name', 'text', (c) => c.primaryKey().notNull())
      .addColumn('value', 'text', (c) => c.notNull())
      .modifyEnd(sql`strict, without rowid`),
  ],
};

/**
 * What every session does, all it did before, what was told of it, and all that is remembered to judge on: there is no
 * source to read it from again. `judged_sources`: how far each source was judged.
 */
const createAttention: Migration = {
  name: '0003-create-attention',
  up: (db) => [
    db.schema
      .createTable('watched_sessions')
      .addColumn('session_id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('heard_at', 'integer', (c) => c.notNull())
      .addColumn('state', 'text')
      .addColumn('memory', 'text', (c) => c.notNull())
      .modifyEnd(sql`strict, without rowid`),
    db.schema.createIndex('watched_sessions_heard').on('watched_sessions').column('heard_at'),
    db.schema
      .createTable('state_history')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('session_id', 'text', (c) => c.notNull())
      .addColumn('agent', 'text', (c) => c.notNull())
      .addColumn('project', 'text')
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('certainty', 'text', (c) => c.notNull())
      .addColumn('sign', 'text')
      .addColumn('since', 'integer', (c) => c.notNull())
      .addColumn('told_at', 'integer', (c) => c.notNull())
      .modifyEnd(sql`strict`),
    db.schema.createIndex('state_history_session').on('state_history').columns(['session_id', 'id']),
    db.schema.createIndex('state_history_since').on('state_history').column('since'),
    db.schema
      .createTable('alerts')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('session_id', 'text')
      .addColumn('raised_at', 'integer', (c) => c.notNull())
      .addColumn('cleared_at', 'integer')
      .addColumn('alert', 'text', (c) => c.notNull())
      .modifyEnd(sql`strict, without rowid`),
    db.schema.createIndex('alerts_raised').on('alerts').columns(['raised_at', 'id']),
    db.schema
      .createTable('alert_entries')
      .addColumn('subject', 'text', (c) => c.notNull())
      .addColumn('rule', 'text', (c) => c.notNull())
      .addColumn('key', 'text', (c) => c.notNull())
      .addColumn('entry', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('alert_entries_key', ['subject', 'rule', 'key'])
      .modifyEnd(sql`strict, without rowid`),
    db.schema
      .createTable('judged_sources')
      .addColumn('root', 'text', (c) => c.notNull())
      .addColumn('path', 'text', (c) => c.notNull())
      .addColumn('generation', 'integer', (c) => c.notNull())
      .addColumn('offset', 'integer', (c) => c.notNull())
      .addColumn('judged_at', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('judged_sources_key', ['root', 'path'])
      .modifyEnd(sql`strict, without rowid`),
  ],
};

/** Steps of `state.db` in order; a released step is never changed, only followed. */
export const stateMigrations: readonly Migration[] = [createSignIns, createSettings, createAttention];

/** "bels", in the header of `state.db`. */
export const stateApplicationId = 0x62656c73;
