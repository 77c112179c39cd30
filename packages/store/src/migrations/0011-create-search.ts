import { sql } from 'kysely';
import type { Migration, SchemaBuilder } from '../database/migration.ts';

/**
 * Words of transcripts: two indexes without content of their own, and where the texts they know stand. What is there
 * already is indexed later, from the archive's own bytes: `search_todo` lists it.
 */
export const createSearch: Migration = {
  name: '0011-create-search',
  up: (db) => [
    db.schema
      .createTable('search_docs')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('session_id', 'integer', (c) => c.notNull())
      .addColumn('source_id', 'integer', (c) => c.notNull())
      .addColumn('offset', 'integer', (c) => c.notNull())
      .addColumn('generation', 'integer', (c) => c.notNull())
      .addColumn('length', 'integer', (c) => c.notNull())
      .addColumn('kind', 'integer', (c) => c.notNull())
      .addColumn('nth', 'integer', (c) => c.notNull())
      .addColumn('role', 'integer', (c) => c.notNull())
      .addColumn('call', 'text')
      .modifyEnd(sql`strict`),
    db.schema
      .createIndex('search_docs_place')
      .unique()
      .on('search_docs')
      .columns(['session_id', 'source_id', 'offset', 'generation', 'kind', 'nth']),
    db.schema
      .createTable('search_todo')
      .addColumn('session_id', 'integer', (c) => c.notNull())
      .addColumn('side', 'integer', (c) => c.notNull())
      .addColumn('source_id', 'integer', (c) => c.notNull())
      .addColumn('offset', 'integer', (c) => c.notNull())
      .addColumn('bytes', 'integer', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('search_todo_key', ['session_id', 'side'])
      .modifyEnd(sql`strict, without rowid`),
    ...indexes.flatMap(({ index, words }) => [
      raw(db, `CREATE VIRTUAL TABLE ${index} USING fts5(text, content='', contentless_delete=1, tokenize='ascii')`),
      raw(db, `CREATE VIRTUAL TABLE ${words} USING fts5vocab('${index}', 'row')`),
      // Merging is done in small pieces between transactions, never inside one.
      raw(db, `INSERT INTO ${index} (${index}, rank) VALUES ('automerge', 0)`),
      raw(db, `INSERT INTO ${index} (${index}, rank) VALUES ('usermerge', 16)`),
      raw(db, `INSERT INTO ${index} (${index}, rank) VALUES ('crisismerge', 1500)`),
      raw(db, `INSERT INTO ${index} (${index}, rank) VALUES ('hashsize', 8388608)`),
    ]),
    ...[0, 1].map((side) =>
      raw(
        db,
        `INSERT INTO search_todo (session_id, side, source_id, offset, bytes, version)
           SELECT c.session_id, ${side}, 0, 0, sum(s.offset), 0 FROM contributions c JOIN sources s ON s.id = c.source_id
             GROUP BY c.session_id`,
      ),
    ),
  ],
};

const indexes = [
  { index: 'message_index', words: 'message_words' },
  { index: 'output_index', words: 'output_words' },
];

function raw(db: SchemaBuilder, statement: string) {
  return { compile: () => sql.raw(statement).compile(db) };
}
