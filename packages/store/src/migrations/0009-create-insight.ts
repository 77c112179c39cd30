import { sql } from 'kysely';
import type { Migration } from '../database/migration.ts';

/**
 * What is asked across sessions: everything by time, files by who touched them, teams. `variant`, `kind` and `status`
 * stand in the indexes so that a filtered feed passes over rows without looking at them.
 */
export const createInsight: Migration = {
  name: '0009-create-insight',
  up: (db) => [
    db.schema
      .createIndex('messages_time')
      .on('messages')
      .columns(['at', 'session_id', 'source_id', 'offset', 'generation', 'nth', 'variant']),
    db.schema
      .createIndex('messages_heads')
      .on('messages')
      .columns(['session_id', 'source_id', 'offset'])
      .where(sql<boolean>`variant in ('prompt', 'queued', 'command')`),
    db.schema
      .createIndex('tool_calls_time')
      .on('tool_calls')
      .columns(['at', 'session_id', 'call', 'kind', 'status'])
      .where(sql<boolean>`kind is not null`),
    db.schema
      .createTable('file_paths')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('path', 'text', (c) => c.notNull().unique())
      .addColumn('name', 'text', (c) => c.notNull())
      .modifyEnd(sql`strict`),
    db.schema.createIndex('file_paths_name').on('file_paths').column('name'),
    db.schema
      .createTable('touches')
      .addColumn('session_id', 'integer', (c) => c.notNull())
      .addColumn('call', 'text', (c) => c.notNull())
      .addColumn('record', 'integer', (c) => c.notNull())
      .addColumn('written', 'integer', (c) => c.notNull())
      .addColumn('path_id', 'integer', (c) => c.notNull())
      .addColumn('change', 'text')
      .addColumn('other_id', 'integer')
      .addColumn('added', 'integer')
      .addColumn('removed', 'integer')
      .addColumn('at', 'integer')
      .addColumn('shown', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('touches_key', ['session_id', 'call', 'record', 'written', 'path_id'])
      .modifyEnd(sql`strict, without rowid`),
    db.schema.createIndex('touches_time').on('touches').columns(['written', 'at']).where(sql<boolean>`shown = 1`),
    db.schema
      .createIndex('touches_path')
      .on('touches')
      .columns(['path_id', 'written', 'at'])
      .where(sql<boolean>`shown = 1`),
    db.schema.alterTable('sessions').addColumn('team', 'text'),
    db.schema.alterTable('sessions').addColumn('team_member', 'text'),
    db.schema.createIndex('sessions_team').on('sessions').column('team').where(sql<boolean>`team is not null`),
  ],
};
