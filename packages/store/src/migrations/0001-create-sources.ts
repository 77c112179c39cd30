import { sql } from 'kysely';
import type { Migration } from '../database/migration.ts';

/** Sources with their cursors, and their bytes: raw tails, compressed segments, blobs cut out of them. */
export const createSources: Migration = {
  name: '0001-create-sources',
  up: (db) => [
    db.schema
      .createTable('roots')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('machine', 'text', (c) => c.notNull())
      .addColumn('path', 'text', (c) => c.notNull())
      .addUniqueConstraint('roots_place', ['machine', 'path'])
      .modifyEnd(sql`strict`),
    db.schema
      .createTable('sources')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('root_id', 'integer', (c) => c.notNull())
      .addColumn('path', 'text', (c) => c.notNull())
      .addColumn('agent', 'text', (c) => c.notNull())
      .addColumn('format', 'text', (c) => c.notNull())
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('compression', 'text')
      .addColumn('session', 'text')
      .addColumn('generation', 'integer', (c) => c.notNull())
      .addColumn('offset', 'integer', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('checks', 'text', (c) => c.notNull())
      .addColumn('dev', 'integer', (c) => c.notNull())
      .addColumn('ino', 'integer', (c) => c.notNull())
      .addColumn('size', 'integer', (c) => c.notNull())
      .addColumn('mtime_ns', 'text', (c) => c.notNull())
      .addColumn('gone', 'integer', (c) => c.notNull().defaultTo(0))
      .addUniqueConstraint('sources_place', ['root_id', 'path'])
      .modifyEnd(sql`strict`),
    db.schema
      .createTable('pending_bytes')
      .addColumn('source_id', 'integer', (c) => c.primaryKey())
      .addColumn('bytes', 'blob', (c) => c.notNull())
      .modifyEnd(sql`strict`),
    db.schema
      .createTable('segments')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('source_id', 'integer', (c) => c.notNull())
      .addColumn('generation', 'integer', (c) => c.notNull())
      .addColumn('offset', 'integer', (c) => c.notNull())
      .addColumn('length', 'integer', (c) => c.notNull())
      .addColumn('codec', 'text', (c) => c.notNull())
      .addColumn('dictionary_length', 'integer', (c) => c.notNull())
      .addColumn('hash', 'blob', (c) => c.notNull())
      .addColumn('cuts', 'text')
      .addColumn('data', 'blob', (c) => c.notNull())
      .modifyEnd(sql`strict`),
    db.schema.createIndex('segments_place').unique().on('segments').columns(['source_id', 'generation', 'offset']),
    db.schema
      .createIndex('segments_raw')
      .on('segments')
      .columns(['source_id', 'generation', 'offset', 'length'])
      .where(sql<boolean>`codec = 'raw'`),
    db.schema
      .createTable('blobs')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('hash', 'blob', (c) => c.notNull().unique())
      .addColumn('codec', 'text', (c) => c.notNull())
      .addColumn('data', 'blob', (c) => c.notNull())
      .modifyEnd(sql`strict`),
  ],
};
