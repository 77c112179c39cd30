import { sql } from 'kysely';
import type { Migration } from '../database/migration.ts';

/** Titles that name a record in another file of their folder, and the records of such folders. */
export const createLeafTitles: Migration = {
  name: '0004-create-leaf-titles',
  up: (db) => [
    db.schema
      .createTable('leaf_folders')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('root_id', 'integer', (c) => c.notNull())
      .addColumn('path', 'text', (c) => c.notNull())
      .addUniqueConstraint('leaf_folders_place', ['root_id', 'path'])
      .modifyEnd(sql`strict`),
    db.schema
      .createTable('leaf_titles')
      .addColumn('folder_id', 'integer', (c) => c.notNull())
      .addColumn('record', 'integer', (c) => c.notNull())
      .addColumn('source_id', 'integer', (c) => c.notNull())
      .addColumn('offset', 'integer', (c) => c.notNull())
      .addColumn('generation', 'integer', (c) => c.notNull())
      .addColumn('text', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('leaf_titles_key', ['folder_id', 'record', 'source_id', 'offset', 'generation'])
      .modifyEnd(sql`strict, without rowid`),
    db.schema
      .createTable('folder_records')
      .addColumn('folder_id', 'integer', (c) => c.notNull())
      .addColumn('record', 'integer', (c) => c.notNull())
      .addColumn('session_id', 'integer', (c) => c.notNull())
      .addColumn('offset', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('folder_records_key', ['folder_id', 'record', 'session_id'])
      .modifyEnd(sql`strict, without rowid`),
    db.schema
      .createTable('leaf_matches')
      .addColumn('session_id', 'integer', (c) => c.notNull())
      .addColumn('folder_id', 'integer', (c) => c.notNull())
      .addColumn('record', 'integer', (c) => c.notNull())
      .addColumn('offset', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('leaf_matches_key', ['session_id', 'folder_id', 'record'])
      .modifyEnd(sql`strict, without rowid`),
  ],
};
