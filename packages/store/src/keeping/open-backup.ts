import { existsSync, rmSync } from 'node:fs';
import type { FileStamp, SourceRef } from '@belfry/core';
import { createSegmentReader } from '../bytes/segment-reader.ts';
import { type Connection, openReadOnly } from '../database/connection.ts';
import { copyDatabase } from '../database/copy-database.ts';
import { checkVersion } from '../database/migrate.ts';
import { openMigrated } from '../database/open-migrated.ts';
import { toArchiveError } from '../database/sqlite-error.ts';
import { archiveApplicationId, archiveMigrations } from '../migrations/index.ts';
import type { SessionRow } from '../tables/sessions.ts';
import { isPruned } from '../tables/sources.ts';
import type { ClaimRow } from '../tables/usage.ts';
import { toArchivedSource } from '../views/archived-source.ts';

/** A file as another archive kept it. */
export interface BackedUpSource {
  ref: SourceRef;
  /** Of the file when it was last read. */
  stamp: FileStamp;
  gone: boolean;
  /** Its pasts, oldest first; the last one is the newest. */
  generations: { generation: number; length: number }[];
  /** Bytes before this offset of the newest past were pruned, and read as line ends. */
  prunedOffset: number;
}

/** What is left of a session that was pruned there: what it cost. */
export interface BackedUpStub {
  machine: string;
  root: string;
  row: SessionRow;
  claims: ClaimRow[];
}

/** Another archive, opened to be merged into this one. */
export interface Backup {
  /** Files of which there is something left, the one read last first. */
  sources(): Iterable<BackedUpSource>;
  /** Up to `length` bytes of one past, with what was pending at its end. */
  read(source: BackedUpSource, generation: number, offset: number, length: number): Uint8Array;
  stubs(): Iterable<BackedUpStub>;
  close(): void;
}

const lineEnd = 0x0a;

/**
 * Opens a backup. One of an older belfry is copied to `scratch` and upgraded there; the backup itself is only read.
 * @throws BELFRY_ARCHIVE_MISSING, BELFRY_ARCHIVE_NEWER, BELFRY_ARCHIVE_CORRUPT
 */
export function openBackup(path: string, scratch: string): Backup {
  const given = openReadOnly(path);
  try {
    const version = checkVersion(given, { path, applicationId: archiveApplicationId, migrations: archiveMigrations });
    if (version === archiveMigrations.length) return createBackup(given, () => given.close());
    given.pragma('query_only = OFF');
    copyDatabase(given, scratch);
    given.close();
    const upgraded = openMigrated({
      path: scratch,
      synchronous: 'NORMAL',
      applicationId: archiveApplicationId,
      migrations: archiveMigrations,
    });
    return createBackup(upgraded, () => {
      upgraded.close();
      for (const file of [scratch, `${scratch}-wal`, `${scratch}-shm`, `${scratch}.v${version}.bak`]) {
        if (existsSync(file)) rmSync(file);
      }
    });
  } catch (error) {
    given.close();
    throw toArchiveError(error, path);
  }
}

function createBackup(connection: Connection, close: () => void): Backup {
  const reader = createSegmentReader(connection);
  const numbers = new WeakMap<BackedUpSource, number>();
  const pendingOf = connection.prepare('SELECT bytes FROM pending_bytes WHERE source_id = ?').pluck();
  const pasts = connection.prepare(
    `SELECT generation, max("offset" + length) AS length FROM segments WHERE source_id = ? GROUP BY generation
       ORDER BY generation`,
  );
  const claims = connection.prepare('SELECT * FROM claims WHERE session_id = ?');
  const pending = (id: number) => (pendingOf.get(id) as Buffer | undefined) ?? Buffer.alloc(0);

  return {
    *sources() {
      const rows = connection
        .prepare(
          `SELECT s.*, r.machine, r.path AS root FROM sources s JOIN roots r ON r.id = s.root_id
             ORDER BY length(s.mtime_ns) DESC, s.mtime_ns DESC, s.id`,
        )
        .all() as (Parameters<typeof toArchivedSource>[0] & { pruned_offset: number })[];
      for (const row of rows) {
        if (isPruned(row)) continue;
        const { ref, cursor, gone } = toArchivedSource(row);
        const kept = pasts.all(row.id) as { generation: number; length: number }[];
        const older = kept.filter(({ generation }) => generation < row.generation);
        const newest = { generation: row.generation, length: row.offset + pending(row.id).length };
        const source = {
          ref,
          stamp: cursor.file,
          gone,
          generations: [...older, newest],
          prunedOffset: row.pruned_offset,
        };
        numbers.set(source, row.id);
        yield source;
      }
    },
    read(source, generation, offset, length) {
      const id = numbers.get(source) ?? -1;
      const newest = source.generations.at(-1);
      const pruned = generation === newest?.generation ? source.prunedOffset : 0;
      const pieces: Uint8Array[] = [];
      let at = offset;
      const end = offset + length;
      if (at < pruned) {
        pieces.push(Buffer.alloc(Math.min(end, pruned) - at, lineEnd));
        at = Math.min(end, pruned);
      }
      const kept = reader.range(id, generation, at, end - at);
      pieces.push(kept);
      at += kept.length;
      if (at < end && generation === newest?.generation) {
        const rest = pending(id);
        const from = at - (newest.length - rest.length);
        if (from >= 0) pieces.push(rest.subarray(from, from + end - at));
      }
      return Buffer.concat(pieces);
    },
    *stubs() {
      const rows = connection
        .prepare(
          `SELECT s.*, r.machine, r.path AS root FROM sessions s JOIN roots r ON r.id = s.root_id
             WHERE s.pruned_at IS NOT NULL ORDER BY s.id`,
        )
        .all() as (SessionRow & { machine: string; root: string })[];
      for (const { machine, root, ...row } of rows) {
        yield { machine, root, row, claims: claims.all(row.id) as ClaimRow[] };
      }
    },
    close,
  };
}
