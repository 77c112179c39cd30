import type { Migration } from '../database/migration.ts';

/** Which versions of its agent's parser a source's rows are from, so that a better one reads its bytes again. */
export const versionSources: Migration = {
  name: '0014-version-sources',
  up: (db) => [
    db.schema.alterTable('sources').addColumn('text_version', 'integer', (c) => c.notNull().defaultTo(1)),
    db.schema.alterTable('sources').addColumn('usage_version', 'integer', (c) => c.notNull().defaultTo(1)),
    db.schema
      .createIndex('sources_version')
      .on('sources')
      .columns(['agent', 'text_version', 'usage_version', 'offset']),
  ],
};
