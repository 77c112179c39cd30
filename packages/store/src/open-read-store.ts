import { BelfryError, silentLogger, type UsageSource } from '@belfry/core';
import { createSourceFinder } from './apply/source-finder.ts';
import type { ArchiveOptions, ByteStore, ReadStore } from './archive.ts';
import { createByteStore } from './bytes/byte-store.ts';
import { createSegmentReader } from './bytes/segment-reader.ts';
import { type Connection, openReadOnly, releaseMemory } from './database/connection.ts';
import { checkVersion } from './database/migrate.ts';
import { toArchiveError } from './database/sqlite-error.ts';
import { archiveApplicationId, archiveMigrations } from './migrations/index.ts';
import { listEdits } from './queries/across/edits.ts';
import { readFeed } from './queries/across/feed.ts';
import { createArchiveDb } from './queries/archive-db.ts';
import { readCall } from './queries/call-detail.ts';
import { createDerivedReader } from './queries/derived.ts';
import { readDiskUsage } from './queries/disk.ts';
import { readImage } from './queries/images.ts';
import { listIssues } from './queries/issues.ts';
import { readMessages } from './queries/messages.ts';
import { countMachines, countNames } from './queries/names.ts';
import { readRawRecords } from './queries/raw-records.ts';
import { createRecordBlocks, createRecordFiles } from './queries/record-blocks.ts';
import { createSearch } from './queries/search/search.ts';
import { childrenOf, findSession, sessionByPath, sessionDetail } from './queries/session.ts';
import { countFacets } from './queries/session-facets.ts';
import { readTree } from './queries/session-tree.ts';
import { listSessions, type PlacedSessionRow } from './queries/sessions.ts';
import { archiveStats } from './queries/stats.ts';
import { listCalls } from './queries/tool-calls.ts';
import { createUsageSource } from './usage/usage-source.ts';

/** An archive open for reading: questions of every kind, its bytes, and its usage for reports. */
export type ArchiveReader = ReadStore &
  ByteStore & {
    readonly usage: UsageSource;
    /** Lets go of what is kept for the next call only. For a rest of which nobody knows the end. */
    releaseMemory(): void;
    close(): void;
  };

/**
 * Opens an archive for reading, beside a writer in another thread or process. Nothing stays open between
 * two calls, so it never holds the WAL back.
 * @throws BELFRY_ARCHIVE_MISSING, BELFRY_ARCHIVE_OLDER, BELFRY_ARCHIVE_NEWER, BELFRY_ARCHIVE_CORRUPT
 */
export function openReadStore(options: ArchiveOptions): ArchiveReader {
  const connection = openReadOnly(options.path);
  try {
    checkReadable(connection, options.path);
    return createReadStore(connection, options);
  } catch (error) {
    connection.close();
    throw toArchiveError(error, options.path);
  }
}

function checkReadable(connection: Connection, path: string): void {
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
}

function createReadStore(connection: Connection, options: ArchiveOptions): ArchiveReader {
  const logger = options.logger ?? silentLogger;
  const db = createArchiveDb(connection);
  const reader = createSegmentReader(connection);
  const derived = createDerivedReader(connection, options.parser);
  const find = (id: string) => findSession(db, id);
  const blocksOf = (session: PlacedSessionRow) => createRecordBlocks(reader, options.content, session.agent, logger);

  const { path } = options;
  /** Answers, or says in belfry's codes why not. */
  const answer =
    <Asked extends unknown[], Answer>(ask: (...asked: Asked) => Promise<Answer>) =>
    async (...asked: Asked): Promise<Answer> => {
      try {
        return await ask(...asked);
      } catch (error) {
        throw toArchiveError(error, path);
      }
    };

  return {
    ...createByteStore(createSourceFinder(connection), reader, connection),
    sessions: answer((query) => listSessions(db, query)),
    sessionFacets: answer((query, bounds) => countFacets(db, query, bounds)),
    session: answer((id) => sessionDetail(db, id)),
    sessionByPath: answer((file) => sessionByPath(db, file)),
    messages: answer(async (query) => {
      const session = await find(query.sessionId);
      return session && readMessages(db, session, blocksOf(session), query);
    }),
    toolCalls: answer(async (sessionId, query) => {
      const session = await find(sessionId);
      return session && listCalls(db, session, blocksOf(session), query);
    }),
    toolCall: answer(async (sessionId, callId) => {
      const session = await find(sessionId);
      const filesOf = session && createRecordFiles(reader, options.content, session.agent);
      return session && filesOf && readCall(db, session, { blocksOf: blocksOf(session), filesOf }, callId);
    }),
    rawRecords: answer(async (sessionId, key) => {
      const session = await find(sessionId);
      return session && readRawRecords(db, reader, session.id, key);
    }),
    image: answer(async (sessionId, key, index) => {
      const session = await find(sessionId);
      return session && readImage(db, session.id, blocksOf(session), key, index);
    }),
    search: answer(createSearch(connection, db, reader, blocksOf, derived)),
    children: answer((sessionId) => childrenOf(db, sessionId)),
    sessionTree: answer((sessionId, query) => readTree(db, sessionId, query)),
    feed: answer((query) => readFeed(db, query)),
    edits: answer((query) => listEdits(db, query)),
    projects: answer(() => countNames(db, 'project')),
    agents: answer(() => countNames(db, 'agent')),
    machines: answer(() => countMachines(db)),
    stats: answer(() => archiveStats(db, connection)),
    derived: answer(async () => derived.all()),
    disk: answer(async (query) => readDiskUsage(connection, path, query)),
    issues: answer((query) => listIssues(db, query)),
    usage: answerAll(createUsageSource(connection), path),
    releaseMemory() {
      reader.forget();
      releaseMemory(connection);
    },
    close() {
      connection.close();
    },
  };
}

/** The same source; what fails in it is said in belfry's codes. */
function answerAll(source: UsageSource, path: string): UsageSource {
  const answered = Object.entries(source).map(([name, ask]) => [
    name,
    (...asked: unknown[]) => {
      try {
        return (ask as (...given: unknown[]) => unknown)(...asked);
      } catch (error) {
        throw toArchiveError(error, path);
      }
    },
  ]);
  return Object.fromEntries(answered) as UsageSource;
}
