import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWritable } from '../src/database/connection.ts';
import { migrate } from '../src/database/migrate.ts';
import type { Migration } from '../src/database/migration.ts';
import { canonicalDump, openArchiveWriter, openReadStore, openState } from '../src/index.ts';
import { archiveApplicationId, archiveMigrations } from '../src/migrations/index.ts';
import { toyContent } from '../src/testing/index.ts';
import { recount } from './recount.ts';

const packageRoot = join(import.meta.dirname, '..');
const firstRelease = join(import.meta.dirname, 'fixtures', 'archive-schema-6.db');
let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'belfry-schema-'));
  path = join(directory, 'archive.db');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Everything an archive holds but the sums, which steps of the schema make anew. */
function rowsOf(path: string): string[] {
  return [...canonicalDump(path)].filter((line) => !/^\["(?:quarter|session)-usage"/.test(line));
}

describe('the schema', () => {
  it.each([
    ['schema.sql', openArchiveWriter],
    ['state-schema.sql', ({ path }: { path: string }) => openState(path)],
  ] as const)('is the one committed in %s (BELFRY_UPDATE_SCHEMA=1 writes it)', (file, open) => {
    open({ path }).close();
    const db = new Database(path, { readonly: true });
    const statements = db.prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid').pluck().all();
    db.close();
    const dump = statements.map((sql) => `${sql};\n`).join('\n');
    if (process.env.BELFRY_UPDATE_SCHEMA) writeFileSync(join(packageRoot, file), dump);
    expect(readFileSync(join(packageRoot, file), 'utf8')).toBe(dump);
  });

  it('has a unique name and number for every step', () => {
    const numbers = archiveMigrations.map(({ name }) => name.slice(0, 4));
    expect(numbers).toEqual(archiveMigrations.map((_, index) => String(index + 1).padStart(4, '0')));
  });
});

describe('opening', () => {
  it('keeps the rows of an archive of the first release', () => {
    copyFileSync(firstRelease, path);
    const before = rowsOf(path);
    openArchiveWriter({ path }).close();
    expect(rowsOf(path)).toEqual(before);
    expect(before.length).toBeGreaterThan(10);
    const { kept, counted } = recount(path);
    expect(kept).toEqual(counted);
  });

  it('refuses an archive of a newer belfry and leaves it untouched', () => {
    openArchiveWriter({ path }).close();
    const db = new Database(path);
    db.pragma('journal_mode = DELETE');
    db.pragma(`user_version = ${archiveMigrations.length + 1}`);
    db.close();
    const before = readFileSync(path);
    expect(() => openReadStore({ path, content: toyContent })).toThrow(
      expect.objectContaining({ code: 'BELFRY_ARCHIVE_NEWER', hint: expect.stringContaining('newer belfry') }),
    );
    expect(() => openArchiveWriter({ path })).toThrow(expect.objectContaining({ code: 'BELFRY_ARCHIVE_NEWER' }));
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it.each([
    ['a file that is no database', () => writeFileSync(path, 'not a database at all, but long enough for a header')],
    ['a database of another program', () => new Database(path).exec('CREATE TABLE notes (text)').close()],
  ])('refuses %s', (_, make) => {
    make();
    expect(() => openArchiveWriter({ path })).toThrow(expect.objectContaining({ code: 'BELFRY_ARCHIVE_CORRUPT' }));
  });

  it('says that there is no archive when asked to read one', () => {
    expect(() => openReadStore({ path, content: toyContent })).toThrow(
      expect.objectContaining({ code: 'BELFRY_ARCHIVE_MISSING' }),
    );
    expect(existsSync(path)).toBe(false);
  });

  it('keeps every file private whatever the umask', () => {
    const umask = process.umask(0);
    try {
      const writer = openArchiveWriter({ path });
      const state = openState(join(directory, 'state.db'));
      state.settings.set('theme', 'dark');
      const modes = [path, `${path}-wal`, `${path}-shm`, `${directory}/state.db`, `${directory}/state.db-wal`].map(
        (file) => (statSync(file).mode & 0o777).toString(8),
      );
      expect(modes).toEqual(['600', '600', '600', '600', '600']);
      state.close();
      writer.close();
    } finally {
      process.umask(umask);
    }
  });
});

describe('a migration', () => {
  const addNotes: Migration = {
    name: '0007-create-notes',
    up: (db) => [
      db.schema.createTable('notes').addColumn('text', 'text'),
      db.schema.alterTable('sessions').addColumn('starred', 'integer'),
    ],
  };
  const breaksHalfWay: Migration = {
    name: '0007-create-notes',
    up: (db) => [db.schema.createTable('notes').addColumn('text', 'text'), db.schema.dropTable('nowhere')],
  };
  const run = (next: Migration) => {
    const connection = openWritable(path, { synchronous: 'NORMAL' });
    try {
      migrate(connection, { path, applicationId: archiveApplicationId, migrations: [...archiveMigrations, next] });
    } finally {
      connection.close();
    }
  };

  it('makes a private backup of an existing archive first, none of a new one', () => {
    copyFileSync(firstRelease, path);
    const rows = rowsOf(path);
    run(addNotes);
    const backup = `${path}.v6.bak`;
    expect(rowsOf(backup)).toEqual(rows);
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    path = join(directory, 'new.db');
    run(addNotes);
    expect(existsSync(`${path}.v0.bak`)).toBe(false);
  });

  it('that fails half-way leaves the archive as it was', () => {
    copyFileSync(firstRelease, path);
    const rows = rowsOf(path);
    expect(() => run(breaksHalfWay)).toThrow('nowhere');
    openArchiveWriter({ path }).close();
    expect(rowsOf(path)).toEqual(rows);
  });

  it('is waited for by readers', () => {
    const connection = openWritable(path, { synchronous: 'NORMAL' });
    const migrations = archiveMigrations.slice(0, 2);
    migrate(connection, { path, applicationId: archiveApplicationId, migrations });
    connection.close();
    expect(() => openReadStore({ path, content: toyContent })).toThrow(
      expect.objectContaining({ code: 'BELFRY_ARCHIVE_OLDER', retryable: true }),
    );
  });
});
