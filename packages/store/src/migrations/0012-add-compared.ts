import { sql } from 'kysely';
import type { Migration } from '../database/migration.ts';

/** How far the file of a source was compared as a whole with what was read of it. */
export const addCompared: Migration = {
  name: '0012-add-compared',
  up: (db) => [
    db.schema.alterTable('sources').addColumn('compared', 'integer', (c) => c.notNull().defaultTo(0)),
    db.updateTable('sources').set({ compared: sql.ref('offset') }),
  ],
};
