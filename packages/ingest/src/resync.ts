import type { SourceCursor, SourceRef } from '@belfry/core';
import { isSameStamp } from './source/source-file.ts';
import { sourcePath } from './source/source-path.ts';
import type { FoundSource } from './walk-place.ts';

/** A source as the archive knows it. */
export interface KnownSource {
  ref: SourceRef;
  cursor: SourceCursor;
  /** Its file had vanished when last looked for. */
  gone: boolean;
}

/** What is to be done so that the archive matches the disk. */
export interface Resync {
  /** Never read. */
  added: FoundSource[];
  /** Known, and not as it was when last read; or back after it had vanished. */
  changed: FoundSource[];
  unchanged: number;
  /** Known, and not found. */
  vanished: KnownSource[];
}

/** Compares what was found with what is known, by `stat` alone. */
export function compareWithKnown(found: Iterable<FoundSource>, known: Iterable<KnownSource>): Resync {
  const byFile = new Map<string, KnownSource>();
  for (const source of known) byFile.set(sourcePath(source.ref), source);
  const resync: Resync = { added: [], changed: [], unchanged: 0, vanished: [] };
  for (const source of found) {
    const before = byFile.get(source.file);
    byFile.delete(source.file);
    if (!before) resync.added.push(source);
    else if (before.gone || !isSameStamp(before.cursor.file, source.stamp)) resync.changed.push(source);
    else resync.unchanged += 1;
  }
  resync.vanished = [...byFile.values()].filter((source) => !source.gone);
  return resync;
}
