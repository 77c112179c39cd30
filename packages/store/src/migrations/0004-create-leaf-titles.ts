import { sql } from 'kysely';
import type { Migration } from '../database/migration.ts';

/** Titles that name a record of another file, and which session holds which record. */
export const createLeafTitles: Migration = {
  name: '0004-create-leaf-titles',
  up: (db) => [
    db.schema
      .createTable('records')
      .addColumn('record', 'integer', (c) => c.notNull())
      .addColumn('session_id', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('records_key', ['record', 'session_id'])
      .modifyEnd(sql`strict, without rowid`),
    db.schema
      .createTable('leaf_titles')
      .addColumn('record', 'integer', (c) => c.notNull())
      .addColumn('source_id', 'integer', (c) => c.notNull())
      .addColumn('offset', 'integer', (c) => c.notNull())
      .addColumn('generation', 'integer', (c) => c.notNull())
      .addColumn('text', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('leaf_titles_key', ['record', 'source_id', 'offset', 'generation'])
      .modifyEnd(sql`strict, without rowid`),
    db.schema
      .createTable('leaf_matches')
      .addColumn('session_id', 'integer', (c) => c.notNull())
      .addColumn('record', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('leaf_matches_key', ['session_id', 'record'])
      .modifyEnd(sql`strict, without rowid`),
  ],
};
