import type { Migration } from '../database/migration.ts';

/** Records of a message that stand in another file or past than the message itself. */
export const addElsewhere: Migration = {
  name: '0008-add-elsewhere',
  up: (db) => [db.schema.alterTable('messages').addColumn('elsewhere', 'text')],
};
