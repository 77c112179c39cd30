import type { Change, IngestBatch } from '@belfry/core';
import type { ApplyOptions } from './apply/apply-batch.ts';
import { createBatchApplier } from './apply/apply-batch.ts';
import { createContributionRows } from './apply/contribution-rows.ts';
import { createGoneMarker } from './apply/mark-gone.ts';
import { createQuotaNoter } from './apply/note-quota.ts';
import { createSourceRows } from './apply/source-rows.ts';
import type { ArchiveWriter, ByteStore, WriterOptions } from './archive.ts';
import { createByteRows } from './bytes/byte-rows.ts';
import { createByteStore } from './bytes/byte-store.ts';
import { createFolder } from './bytes/fold.ts';
import { createSegmentReader } from './bytes/segment-reader.ts';
import { type Connection, releaseMemory, type WriterPragmas } from './database/connection.ts';
import { openMigrated } from './database/open-migrated.ts';
import { createTransactions } from './database/transaction.ts';
import { createDerivation } from './derive/derivation.ts';
import { createKeptPasts } from './derive/kept-pasts.ts';
import { createParsedSources } from './derive/parsed-sources.ts';
import { createFamilyWiper } from './derive/wipe-family.ts';
import { createArchiveKeeping } from './keeping/archive-keeping.ts';
import { archiveApplicationId, archiveMigrations } from './migrations/index.ts';
import { createFollower } from './search/follow-batch.ts';
import { createSearchRows } from './search/search-rows.ts';
import { createSearchWriter } from './search/search-writer.ts';
import { createTodoRows } from './search/todo-rows.ts';
import { createDayPacker } from './usage/pack-days.ts';
import { toArchivedSource } from './views/archived-source.ts';

/** Sources read from the database at a time; no statement stays open between them. */
const pageSize = 1_000;

/**
 * Opens `archive.db` for writing; creates or migrates it. Several processes may each hold one: transactions
 * are short and wait for each other.
 * @throws BELFRY_ARCHIVE_NEWER when a newer belfry wrote it, BELFRY_ARCHIVE_CORRUPT when it is damaged
 */
export function openArchiveWriter(
  options: WriterOptions & Pick<WriterPragmas, 'cacheBytes'>,
): ArchiveWriter & ByteStore {
  const { path, cacheBytes } = options;
  const connection = openMigrated({
    path,
    synchronous: 'NORMAL',
    ...(cacheBytes === undefined ? {} : { cacheBytes }),
    applicationId: archiveApplicationId,
    migrations: archiveMigrations,
  });
  return createArchiveWriter(connection, path, options);
}

/** The writer over a connection at the newest schema; owns it from then on. */
export function createArchiveWriter(
  connection: Connection,
  path: string,
  { content, parser }: Omit<WriterOptions, 'path'> = {},
): ArchiveWriter & ByteStore {
  const transact = createTransactions(connection, path);
  const sources = createSourceRows(connection);
  const reader = createSegmentReader(connection);
  const bytes = createByteRows(connection, reader);
  const contributions = createContributionRows(connection);
  const searchRows = createSearchRows(connection);
  const todo = createTodoRows(connection);
  const follow = createFollower(searchRows, todo, reader, content);
  const applier = createBatchApplier(connection, sources, bytes, contributions, follow);
  const derivation =
    parser &&
    createDerivation({
      connection,
      transact,
      sources,
      applier,
      parser,
      parsed: createParsedSources(parser, createKeptPasts(connection, reader)),
      wipe: createFamilyWiper(connection, sources, searchRows, todo),
    });
  const folder = createFolder(connection, reader, bytes, transact);
  const packDays = createDayPacker(connection, transact);
  const noteQuota = createQuotaNoter(connection);
  const markGone = createGoneMarker(connection, sources, contributions);

  const apply = (batch: IngestBatch, applyOptions: ApplyOptions): Change[] => {
    const segments = applier.prepare(batch, applyOptions);
    const { sourceId, changes } = transact(() => applier.apply(batch, segments, applyOptions));
    if (segments === undefined) folder.noteAppend(sourceId);
    return changes;
  };

  return {
    ...createByteStore(sources.find, reader, connection),
    applyBatch: (batch, applyOptions = {}) => apply(batch, applyOptions),
    applyBatches(batches, applyOptions = {}) {
      const prepared = batches.map(({ batch, segments }) => {
        const own = { ...applyOptions, segments };
        return { batch, own, packed: applier.prepare(batch, own) };
      });
      return transact(() => prepared.flatMap(({ batch, own, packed }) => applier.apply(batch, packed, own).changes));
    },
    source(machine, root, filePath) {
      const row = sources.find(machine, root, filePath);
      return row && toArchivedSource(row);
    },
    *sources(machine) {
      for (let after = -1; ; ) {
        const page = sources.page(machine, after, pageSize);
        for (const row of page) yield toArchivedSource(row);
        const last = page.at(-1);
        if (!last || page.length < pageSize) return;
        after = last.id;
      }
    },
    move: (from, to) =>
      transact(() => {
        const source = sources.find(from.machine, from.root, from.path);
        if (!source || to.root !== from.root || sources.find(to.machine, to.root, to.path)) return false;
        sources.move(source.id, to);
        return true;
      }),
    noteQuota: (machine, samples) => transact(() => noteQuota(machine, samples)),
    markGone: (machine, root, filePath) => transact(() => markGone(machine, root, filePath)),
    derivation,
    search: createSearchWriter(connection, transact, searchRows, todo, reader, content),
    fold: (limitBytes) => folder.fold(limitBytes) || packDays(limitBytes),
    tailBytes: folder.tailBytes,
    keeping: createArchiveKeeping({ connection, transact, folder, search: searchRows, todo, sources }),
    releaseMemory() {
      reader.forget();
      releaseMemory(connection);
    },
    close() {
      connection.close();
    },
  };
}
