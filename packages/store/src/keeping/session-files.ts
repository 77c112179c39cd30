import { type SourceRef, toSessionId } from '@belfry/core';
import { createSourceRows } from '../apply/source-rows.ts';
import { openReadOnly } from '../database/connection.ts';
import { toArchiveError } from '../database/sqlite-error.ts';
import { isPruned } from '../tables/sources.ts';
import { toArchivedSource } from '../views/archived-source.ts';
import { type Family, readFamilies } from './families.ts';

/** A file that belongs to a session, as it was when it was last read. */
export interface SessionFile {
  ref: SourceRef;
  /** ns since 1970 UTC as a decimal string. */
  mtimeNs: string;
  gone: boolean;
}

/** Files of a session with those of its subagents, transcripts first; side-cars that speak of others are none of them. */
export interface SessionFiles {
  files: SessionFile[];
  /** Absolute paths of files of which it is only a part. */
  shared: string[];
}

/** `undefined` when the archive holds no such session, or it is a subagent: it is asked for by its parent. */
export function readSessionFiles(
  archivePath: string,
  session: { id: string; machine: string; root: string },
): SessionFiles | undefined {
  const connection = openReadOnly(archivePath);
  try {
    const rows = createSourceRows(connection);
    const isMeant = ({ top }: Family) =>
      toSessionId(top.agent, top.native) === session.id &&
      top.machine === session.machine &&
      rows.root(top.root_id).path === session.root;
    const family = readFamilies(connection).all.find(isMeant);
    if (family === undefined) return undefined;
    const files = family.sources
      .filter((source) => !isPruned(source))
      .flatMap(({ root, path }) => rows.find(family.top.machine, root, path) ?? [])
      .map(toArchivedSource)
      .map(({ ref, cursor, gone }) => ({ ref, mtimeNs: cursor.file.mtimeNs, gone }));
    const rank = ({ ref }: SessionFile) => (ref.role === 'transcript' ? 0 : 1);
    return {
      files: files.sort((a, b) => rank(a) - rank(b)),
      shared: family.shared.map(({ root, path }) => `${root}/${path}`),
    };
  } catch (error) {
    throw toArchiveError(error, archivePath);
  } finally {
    connection.close();
  }
}
