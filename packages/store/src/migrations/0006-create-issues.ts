import { sql } from 'kysely';
import type { Migration } from '../database/migration.ts';

/** What could not be read or is not known: one row a place, or one a kind with a count (`place` is -1). */
export const createIssues: Migration = {
  name: '0006-create-issues',
  up: (db) => [
    db.schema
      .createTable('issues')
      .addColumn('source_id', 'integer', (c) => c.notNull())
      .addColumn('generation', 'integer', (c) => c.notNull())
      .addColumn('code', 'text', (c) => c.notNull())
      .addColumn('detail', 'text', (c) => c.notNull())
      .addColumn('place', 'integer', (c) => c.notNull())
      .addColumn('offset', 'integer', (c) => c.notNull())
      .addColumn('length', 'integer', (c) => c.notNull())
      .addColumn('excerpt', 'text', (c) => c.notNull())
      .addColumn('count', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('issues_key', ['source_id', 'generation', 'code', 'detail', 'place'])
      .modifyEnd(sql`strict, without rowid`),
  ],
};
