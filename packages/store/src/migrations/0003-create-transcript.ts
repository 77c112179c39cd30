import { sql } from 'kysely';
import type { Migration } from '../database/migration.ts';

/** Messages and tool calls: heads and the places of their text, never the text. */
export const createTranscript: Migration = {
  name: '0003-create-transcript',
  up: (db) => [
    db.schema
      .createTable('messages')
      .addColumn('session_id', 'integer', (c) => c.notNull())
      .addColumn('source_id', 'integer', (c) => c.notNull())
      .addColumn('offset', 'integer', (c) => c.notNull())
      .addColumn('generation', 'integer', (c) => c.notNull())
      .addColumn('nth', 'integer', (c) => c.notNull())
      .addColumn('key', 'text', (c) => c.notNull())
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('variant', 'text', (c) => c.notNull())
      .addColumn('at', 'integer')
      .addColumn('model', 'text')
      .addColumn('preview', 'text', (c) => c.notNull())
      .addColumn('flags', 'integer', (c) => c.notNull())
      .addColumn('spans', 'blob', (c) => c.notNull())
      .addPrimaryKeyConstraint('messages_place', ['session_id', 'source_id', 'offset', 'generation', 'nth'])
      .modifyEnd(sql`strict, without rowid`),
    db.schema.createIndex('messages_key').unique().on('messages').columns(['session_id', 'key']),
    db.schema
      .createTable('tool_calls')
      .addColumn('session_id', 'integer', (c) => c.notNull())
      .addColumn('call', 'text', (c) => c.notNull())
      .addColumn('source_id', 'integer')
      .addColumn('generation', 'integer')
      .addColumn('offset', 'integer', (c) => c.notNull())
      .addColumn('message_key', 'text')
      .addColumn('name', 'text')
      .addColumn('kind', 'text')
      .addColumn('summary', 'text', (c) => c.notNull())
      .addColumn('at', 'integer')
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('finished_at', 'integer')
      .addColumn('outcome', 'text', (c) => c.notNull())
      .addColumn('added', 'integer')
      .addColumn('removed', 'integer')
      .addColumn('output_bytes', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('tool_calls_key', ['session_id', 'call'])
      .modifyEnd(sql`strict, without rowid`),
    db.schema
      .createTable('tool_results')
      .addColumn('session_id', 'integer', (c) => c.notNull())
      .addColumn('call', 'text', (c) => c.notNull())
      .addColumn('record', 'integer', (c) => c.notNull())
      .addColumn('source_id', 'integer', (c) => c.notNull())
      .addColumn('generation', 'integer', (c) => c.notNull())
      .addColumn('offset', 'integer', (c) => c.notNull())
      .addColumn('length', 'integer', (c) => c.notNull())
      .addColumn('is_error', 'integer', (c) => c.notNull())
      .addColumn('answers', 'integer', (c) => c.notNull())
      .addColumn('outcome', 'text', (c) => c.notNull())
      .addColumn('at', 'integer')
      .addColumn('added', 'integer')
      .addColumn('removed', 'integer')
      .addColumn('output_bytes', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('tool_results_key', ['session_id', 'call', 'record'])
      .modifyEnd(sql`strict, without rowid`),
  ],
};
