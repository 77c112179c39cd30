import { Kysely, SqliteDialect } from 'kysely';
import type { Connection } from '../database/connection.ts';
import type { ArchiveTables } from '../tables/index.ts';

export type ArchiveDb = Kysely<ArchiveTables>;

/** Typed queries over an open connection, which stays the caller's to close. */
export function createArchiveDb(connection: Connection): ArchiveDb {
  return new Kysely<ArchiveTables>({ dialect: new SqliteDialect({ database: connection }) });
}
