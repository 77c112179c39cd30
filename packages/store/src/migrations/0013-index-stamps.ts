import type { Migration } from '../database/migration.ts';

/** What tells whether a file changed lies beside its name: rows of sources are long, and a report asks for all of them. */
export const indexStamps: Migration = {
  name: '0013-index-stamps',
  up: (db) => [
    db.schema
      .createIndex('sources_stamps')
      .on('sources')
      .columns(['root_id', 'path', 'size', 'mtime_ns', 'ino', 'gone']),
  ],
};
