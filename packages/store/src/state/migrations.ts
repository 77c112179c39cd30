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

/** Steps of `state.db` in order; a released step is never changed, only followed. */
export const stateMigrations: readonly Migration[] = [createSignIns, createSettings];

/** "bels", in the header of `state.db`. */
export const stateApplicationId = 0x62656c73;
