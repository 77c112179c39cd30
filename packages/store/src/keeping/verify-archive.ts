import { BelfryError } from '@belfry/core';
import { hashBytes } from '../bytes/pack.ts';
import { createSegmentReader, type SegmentReader } from '../bytes/segment-reader.ts';
import { type Connection, openReadOnly } from '../database/connection.ts';
import { checkVersion } from '../database/migrate.ts';
import { toArchiveError } from '../database/sqlite-error.ts';
import { archiveApplicationId, archiveMigrations } from '../migrations/index.ts';
import type { SegmentRow } from '../tables/segments.ts';
import { shelves } from '../tables/sessions.ts';
import type { KeepingWork } from './keeping-work.ts';

/** What a checked archive holds. */
export interface ArchiveCheck {
  sessions: number;
  subagents: number;
  messages: number;
  toolCalls: number;
  sources: number;
  /** Uncompressed bytes of which every hash fits, all pasts of all files. */
  verifiedBytes: number;
  /** Files of which some kept bytes do not fit their hash, or are missing. */
  damaged: string[];
}

interface CheckedSource {
  id: number;
  root: string;
  path: string;
  generation: number;
  offset: number;
  pruned_offset: number;
}

/**
 * Checks a whole archive: the file itself, the counts it keeps against its rows, and every byte of every source against
 * its hash.
 * @throws BELFRY_ARCHIVE_CORRUPT when the database is damaged, BELFRY_ARCHIVE_NEWER
 */
export function* verifyArchive(path: string): KeepingWork<ArchiveCheck> {
  const connection = openReadOnly(path);
  try {
    checkVersion(connection, { path, applicationId: archiveApplicationId, migrations: archiveMigrations });
    yield { step: 'database', done: 0, total: 0 };
    checkDatabase(connection, path);
    yield { step: 'counts', done: 0, total: 0 };
    const counts = countRows(connection, path);
    const { verifiedBytes, damaged } = yield* checkBytes(connection);
    return { ...counts, verifiedBytes, damaged };
  } catch (error) {
    throw toArchiveError(error, path);
  } finally {
    connection.close();
  }
}

function checkDatabase(connection: Connection, path: string): void {
  const problems = (connection.pragma('integrity_check(5)') as { integrity_check: string }[]).map(
    ({ integrity_check }) => integrity_check,
  );
  if (problems.length === 1 && problems[0] === 'ok') return;
  throw corrupt(path, problems.join('; '));
}

function countRows(connection: Connection, path: string): Omit<ArchiveCheck, 'verifiedBytes' | 'damaged'> {
  const kept = connection
    .prepare(
      `SELECT count(*) FILTER (WHERE shelf = ${shelves.listed}) AS sessions,
         count(*) FILTER (WHERE shelf = ${shelves.underParent}) AS subagents,
         ifnull(sum(messages), 0) AS messages, ifnull(sum(tool_calls), 0) AS toolCalls FROM sessions`,
    )
    .get() as Pick<ArchiveCheck, 'sessions' | 'subagents' | 'messages' | 'toolCalls'>;
  const count = (sql: string) => connection.prepare(sql).pluck().get() as number;
  const rows = {
    messages: count('SELECT count(*) FROM messages'),
    toolCalls: count('SELECT count(*) FROM tool_calls WHERE name IS NOT NULL'),
  };
  for (const name of ['messages', 'toolCalls'] as const) {
    if (kept[name] !== rows[name]) throw corrupt(path, `${kept[name]} ${name} counted, ${rows[name]} there`);
  }
  return { ...kept, sources: count('SELECT count(*) FROM sources') };
}

function* checkBytes(connection: Connection): KeepingWork<Pick<ArchiveCheck, 'verifiedBytes' | 'damaged'>> {
  const reader = createSegmentReader(connection);
  const generations = connection
    .prepare('SELECT DISTINCT generation FROM segments WHERE source_id = ? ORDER BY generation')
    .pluck();
  const sources = connection
    .prepare(
      `SELECT s.id, r.path AS root, s.path, s.generation, s."offset", s.pruned_offset FROM sources s
         JOIN roots r ON r.id = s.root_id ORDER BY s.id`,
    )
    .all() as CheckedSource[];
  const total = connection.prepare('SELECT ifnull(sum(length), 0) FROM segments').pluck().get() as number;
  const damaged: string[] = [];
  let verifiedBytes = 0;
  for (const source of sources) {
    let isWhole = true;
    for (const generation of new Set([...(generations.all(source.id) as number[]), source.generation])) {
      const length = checkGeneration(reader, source, generation);
      if (length === undefined) isWhole = false;
      else verifiedBytes += length;
    }
    if (!isWhole) damaged.push(`${source.root}/${source.path}`);
    yield { step: 'bytes', done: verifiedBytes, total };
  }
  return { verifiedBytes, damaged };
}

/** Bytes of a generation; `undefined` when some are missing or do not fit their hash. */
function checkGeneration(reader: SegmentReader, source: CheckedSource, generation: number): number | undefined {
  const isNewest = generation === source.generation;
  const start = isNewest ? source.pruned_offset : 0;
  let at = start;
  for (const segment of reader.segments(source.id, generation, start)) {
    const bytes = expand(reader, segment);
    const fits = segment.offset === at && Buffer.from(segment.hash).equals(hashBytes(bytes));
    if (!fits) return undefined;
    at += bytes.length;
  }
  return isNewest && at !== source.offset ? undefined : at - start;
}

/** Nothing for what does not unpack: it fits no hash. */
function expand(reader: SegmentReader, segment: SegmentRow): Uint8Array {
  try {
    return reader.expand(segment);
  } catch {
    // zstd says what is wrong with its frame; that it is damaged is all that matters here.
    return new Uint8Array();
  }
}

function corrupt(path: string, problem: string): BelfryError {
  return new BelfryError('BELFRY_ARCHIVE_CORRUPT', `${path} is damaged: ${problem}`, {
    hint: 'Take another backup, or move the file aside to import the sources again.',
  });
}
