import type { ArchiveOptions } from '../archive.ts';
import { createSegmentReader } from '../bytes/segment-reader.ts';
import { openReadOnly } from '../database/connection.ts';
import { createSessionDocs, type SessionDocs } from './session-docs.ts';

/** Reads the texts of sessions for an index, in a thread beside the one that writes. */
export function openDocSource({ path, content }: ArchiveOptions): SessionDocs & { close(): void } {
  const connection = openReadOnly(path);
  const docs = createSessionDocs(connection, createSegmentReader(connection), content);
  return { ...docs, close: () => connection.close() };
}
