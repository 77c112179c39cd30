import type { ParserVersion, SourceCursor, SourceRef } from '@belfry/core';
import type { PlacedSource } from '../apply/source-finder.ts';

/** One source as the archive knows it. */
export interface ArchivedSource {
  ref: SourceRef;
  cursor: SourceCursor;
  /** Its rows are from, and in whose state the cursor is. */
  parser: ParserVersion;
  gone: boolean;
}

/** State and checks are parsed when asked for: a re-sync of thousands of unchanged files needs neither. */
export function toArchivedSource(row: PlacedSource): ArchivedSource {
  const ref: SourceRef = {
    machine: row.machine,
    root: row.root,
    path: row.path,
    agent: row.agent,
    format: row.format,
    role: row.role,
  };
  if (row.compression !== null) ref.compression = row.compression;
  if (row.session !== null) ref.session = row.session;
  return {
    ref,
    gone: row.gone === 1,
    parser: { text: row.text_version, usage: row.usage_version },
    cursor: {
      generation: row.generation,
      offset: row.offset,
      compared: row.compared,
      file: { dev: row.dev, ino: row.ino, size: row.size, mtimeNs: row.mtime_ns },
      get state() {
        return JSON.parse(row.state) as unknown;
      },
      get checks() {
        return JSON.parse(row.checks);
      },
    },
  };
}
