import { existsSync } from 'node:fs';
import { BelfryError } from '@belfry/core';
import type { Connection } from './connection.ts';
import { copyDatabase } from './copy-database.ts';
import { type Migration, schemaBuilder } from './migration.ts';
import { toArchiveError } from './sqlite-error.ts';

export interface MigrateOptions {
  path: string;
  /** Stamped into the file so that a foreign database is never migrated. */
  applicationId: number;
  migrations: readonly Migration[];
}

/**
 * Brings a database to the newest schema. An existing one is copied to `<path>.v<old>.bak` first.
 * @throws BELFRY_ARCHIVE_NEWER when a newer belfry wrote it; it is left untouched
 * @throws BELFRY_ARCHIVE_CORRUPT when it is not a database of belfry's
 */
export function migrate(connection: Connection, options: MigrateOptions): void {
  try {
    if (checkVersion(connection, options) === options.migrations.length) return;
    connection.exec('BEGIN IMMEDIATE');
    // Another process may have migrated while this one waited for the lock.
    const version = checkVersion(connection, options);
    connection.exec('ROLLBACK');
    if (version === options.migrations.length) return;
    const backup = `${options.path}.v${version}.bak`;
    if (version > 0 && options.path !== ':memory:' && !existsSync(backup)) copyDatabase(connection, backup);
    for (let step = version; step < options.migrations.length; step++) run(connection, options, step);
  } catch (error) {
    throw toArchiveError(error, options.path);
  }
}

/** Version of the schema in the file, after the checks every opening makes. */
export function checkVersion(connection: Connection, options: MigrateOptions): number {
  const version = Number(connection.pragma('user_version', { simple: true }));
  const applicationId = Number(connection.pragma('application_id', { simple: true }));
  const isEmpty = connection.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (!isEmpty && applicationId !== options.applicationId) {
    throw new BelfryError('BELFRY_ARCHIVE_CORRUPT', `${options.path} is a database of another program`, {
      hint: 'Point belfry to another place, or move the file away.',
    });
  }
  if (version > options.migrations.length) {
    throw new BelfryError(
      'BELFRY_ARCHIVE_NEWER',
      `${options.path} has schema ${version}, this belfry knows ${options.migrations.length}`,
      { hint: 'Install the newer belfry that wrote it; nothing was changed.', data: { version } },
    );
  }
  return version;
}

function run(connection: Connection, options: MigrateOptions, step: number): void {
  const migration = options.migrations[step];
  if (!migration) return;
  connection.exec('BEGIN IMMEDIATE');
  try {
    // Two processes may start at once: whoever comes second finds the step done.
    if (Number(connection.pragma('user_version', { simple: true })) === step) {
      for (const statement of migration.up(schemaBuilder)) {
        const { sql, parameters } = statement.compile();
        connection.prepare(sql).run(...parameters);
      }
      connection.pragma(`application_id = ${options.applicationId}`);
      connection.pragma(`user_version = ${step + 1}`);
    }
    connection.exec('COMMIT');
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}
