import { sql } from 'kysely';
import type { Migration } from '../database/migration.ts';

/**
 * Sizes without reading what they are of, and what is left of a pruned session: its row with `pruned_at`, its tokens,
 * and the cursors of its sources, so that it does not come back. `pruning` lists those whose content is still being
 * removed.
 */
export const createKeeping: Migration = {
  name: '0007-create-keeping',
  up: (db) => [
    db.schema
      .createIndex('segments_kept')
      .on('segments')
      .columns([sql.ref('source_id'), sql`length(data)`]),
    db.schema.createIndex('segments_cut').on('segments').column('source_id').where(sql<boolean>`cuts is not null`),
    db.schema.alterTable('sessions').addColumn('pruned_at', 'integer'),
    db.schema.alterTable('sources').addColumn('pruned_offset', 'integer', (c) => c.notNull().defaultTo(0)),
    db.schema
      .createTable('pruning')
      .addColumn('session_id', 'integer', (c) => c.primaryKey())
      .modifyEnd(sql`strict`),
  ],
};
