import { BelfryError, type DerivedState, type SourceParser, type UsageSource } from '@belfry/core';
import { createSourceFinder } from '../apply/source-finder.ts';
import { type Connection, openReadOnly } from '../database/connection.ts';
import { checkVersion } from '../database/migrate.ts';
import { toArchiveError } from '../database/sqlite-error.ts';
import { archiveApplicationId, archiveMigrations } from '../migrations/index.ts';
import { createDerivedReader } from '../queries/derived.ts';
import type { SessionRow } from '../tables/sessions.ts';
import type { ClaimRow } from '../tables/usage.ts';
import { createUsageSource } from '../usage/usage-source.ts';
import { type ArchivedSource, toArchivedSource } from '../views/archived-source.ts';
import type { ClaimingSession, StoredClaims } from './claim-overlay.ts';

/** What tells whether a file is as the archive read it. */
export interface SourceStamp {
  size: number;
  mtimeNs: string;
  ino: number;
  gone: boolean;
}

/** What a program needs of an archive to count what files say beside it, all as of one moment. */
export interface CatchUp extends StoredClaims {
  /** What it counts. */
  usage: UsageSource;
  /** Whether all of that is as the parsers of today count. */
  counted(): DerivedState;
  /** Of every source of a machine by root and path, joined with a slash. */
  stamps(machine: string): Map<string, SourceStamp>;
  source(machine: string, root: string, path: string): ArchivedSource | undefined;
  find(session: Pick<ClaimingSession, 'agent' | 'native' | 'machine' | 'root'>): ClaimingSession | undefined;
  close(): void;
}

/**
 * Opens an archive for one report and keeps the state of this moment until it is closed: not for a process that lives on.
 * @throws BELFRY_ARCHIVE_MISSING, BELFRY_ARCHIVE_OLDER, BELFRY_ARCHIVE_NEWER, BELFRY_ARCHIVE_CORRUPT
 */
export function openCatchUp(path: string, parser?: Pick<SourceParser, 'version'>): CatchUp {
  const connection = openReadOnly(path);
  try {
    const version = checkVersion(connection, {
      path,
      applicationId: archiveApplicationId,
      migrations: archiveMigrations,
    });
    if (version < archiveMigrations.length) {
      throw new BelfryError('BELFRY_ARCHIVE_OLDER', `${path} was written by an older belfry`, {
        hint: 'Start belfry once; it makes a backup and upgrades the archive.',
      });
    }
    // The first read fixes the moment for all that follow.
    connection.exec('BEGIN');
    return createCatchUp(connection, parser);
  } catch (error) {
    connection.close();
    throw toArchiveError(error, path);
  }
}

function createCatchUp(connection: Connection, parser: Pick<SourceParser, 'version'> | undefined): CatchUp {
  const findSource = createSourceFinder(connection);
  const stamps = connection
    .prepare(
      // By an index that holds all of it.
      `SELECT r.path, s.path, s.size, s.mtime_ns, s.ino, s.gone FROM roots r
         CROSS JOIN sources s INDEXED BY sources_stamps ON s.root_id = r.id WHERE r.machine = ?`,
    )
    .raw();
  const claimsOf = connection.prepare('SELECT * FROM claims WHERE request = ?');
  const sharedOf = connection.prepare('SELECT request FROM claims WHERE session_id = ? AND shared = 1').pluck();
  const rootOf = connection.prepare('SELECT id FROM roots WHERE machine = ? AND path = ?').pluck();
  const placeOf = connection.prepare('SELECT machine, path FROM roots WHERE id = ?');
  const sessionOf = connection.prepare('SELECT * FROM sessions WHERE agent = ? AND native = ? AND root_id = ?');
  const sessionById = connection.prepare('SELECT * FROM sessions WHERE id = ?');

  const toSession = (row: SessionRow, { machine, root }: { machine: string; root: string }): ClaimingSession => {
    const { id, agent, native, first_at } = row;
    return { key: id, agent, native, machine, root, firstAt: () => first_at };
  };
  return {
    usage: createUsageSource(connection),
    counted: () => createDerivedReader(connection, parser).rows().usage,
    stamps(machine) {
      const found = new Map<string, SourceStamp>();
      for (const row of stamps.all(machine)) {
        const [root, path, size, mtimeNs, ino, gone] = row as [string, string, number, string, number, number];
        found.set(`${root}/${path}`, { size, mtimeNs, ino, gone: gone === 1 });
      }
      return found;
    },
    source(machine, root, path) {
      const row = findSource(machine, root, path);
      return row && toArchivedSource(row);
    },
    claimsOf: (request) => claimsOf.all(request) as ClaimRow[],
    claimant(key) {
      const row = sessionById.get(key) as SessionRow | undefined;
      if (row === undefined) return undefined;
      const { machine, path } = placeOf.get(row.root_id) as { machine: string; path: string };
      return toSession(row, { machine, root: path });
    },
    sharedOf: (key) => sharedOf.all(key) as string[],
    find({ agent, native, machine, root }) {
      const rootId = rootOf.get(machine, root) as number | undefined;
      const row = rootId === undefined ? undefined : sessionOf.get(agent, native, rootId);
      return row === undefined ? undefined : toSession(row as SessionRow, { machine, root });
    },
    close() {
      connection.close();
    },
  };
}
