import { sql } from 'kysely';
import type { Migration } from '../database/migration.ts';

const count = ['messages', 'prompts', 'replies', 'errors', 'tool_calls', 'tool_errors', 'pending_calls', 'children'];
const tokens = ['input', 'output', 'reasoning', 'cache_read', 'cache_write_5m', 'cache_write_1h', 'web_searches'];
const counters = [...count, 'issues', ...tokens, ...tokens.map((name) => `counted_${name}`)];

/** Sessions as lists show them, and what each of their sources contributed. */
export const createSessions: Migration = {
  name: '0002-create-sessions',
  up: (db) => {
    let sessions = db.schema
      .createTable('sessions')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('root_id', 'integer', (c) => c.notNull())
      .addColumn('agent', 'text', (c) => c.notNull())
      .addColumn('native', 'text', (c) => c.notNull())
      .addColumn('shelf', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('title', 'text', (c) => c.notNull().defaultTo(''))
      .addColumn('title_source', 'text', (c) => c.notNull().defaultTo('none'))
      .addColumn('leaf_title', 'text')
      .addColumn('project', 'text', (c) => c.notNull().defaultTo('unknown'))
      .addColumn('cwd', 'text')
      .addColumn('branch', 'text')
      .addColumn('models', 'text', (c) => c.notNull().defaultTo('[]'))
      .addColumn('versions', 'text', (c) => c.notNull().defaultTo('[]'))
      .addColumn('entrypoint', 'text')
      .addColumn('parent', 'text')
      .addColumn('relation', 'text')
      .addColumn('parent_call', 'text')
      .addColumn('agent_type', 'text')
      .addColumn('description', 'text')
      .addColumn('permission_mode', 'text')
      .addColumn('context_window', 'integer')
      .addColumn('reported_cost_micros', 'integer')
      .addColumn('first_at', 'integer')
      .addColumn('last_at', 'integer')
      .addColumn('context_tokens', 'integer')
      .addColumn('context_at', 'integer', (c) => c.notNull().defaultTo(-1))
      .addColumn('context_offset', 'integer', (c) => c.notNull().defaultTo(-1))
      .addColumn('last_preview', 'text', (c) => c.notNull().defaultTo(''))
      .addColumn('last_kind', 'text', (c) => c.notNull().defaultTo(''))
      .addColumn('last_preview_at', 'integer', (c) => c.notNull().defaultTo(-1))
      .addColumn('last_preview_offset', 'integer', (c) => c.notNull().defaultTo(-1))
      .addColumn('source_gone', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('needle', 'text', (c) => c.notNull().defaultTo(''));
    for (const name of counters) sessions = sessions.addColumn(name, 'integer', (c) => c.notNull().defaultTo(0));
    return [
      sessions.addUniqueConstraint('sessions_identity', ['agent', 'native', 'root_id']).modifyEnd(sql`strict`),
      db.schema
        .createIndex('sessions_recent')
        .on('sessions')
        .columns([sql.ref('shelf'), sql`ifnull(last_at, 0)`, sql.ref('id')]),
      db.schema.createIndex('sessions_project').on('sessions').columns(['shelf', 'project', 'agent', 'last_at']),
      db.schema.createIndex('sessions_parent').on('sessions').columns(['parent', 'parent_call']),
      db.schema
        .createTable('contributions')
        .addColumn('session_id', 'integer', (c) => c.notNull())
        .addColumn('source_id', 'integer', (c) => c.notNull())
        .addColumn('generation', 'integer', (c) => c.notNull())
        .addColumn('first_offset', 'integer')
        .addColumn('first_at', 'integer')
        .addColumn('last_at', 'integer')
        .addColumn('patch', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('contributions_key', ['session_id', 'source_id', 'generation'])
        .modifyEnd(sql`strict, without rowid`),
      db.schema.createIndex('contributions_source').on('contributions').columns(['source_id']),
      db.schema
        .createTable('links')
        .addColumn('session_id', 'integer', (c) => c.notNull())
        .addColumn('call', 'text', (c) => c.notNull())
        .addColumn('child', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('links_key', ['session_id', 'call', 'child'])
        .modifyEnd(sql`strict, without rowid`),
      db.schema.createIndex('links_child').on('links').columns(['child']),
    ];
  },
};
