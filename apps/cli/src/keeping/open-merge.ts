import { existsSync } from 'node:fs';
import { agents, createContentReader, createSourceParser } from '@belfry/ingest';
import { type KeepingWork, openArchiveWriter, openBackup } from '@belfry/store';
import { type MergeResult, mergeBackup } from './merge-backup.ts';

/** Merges a backup into an archive, both opened for it and closed at its end. */
export function* openMerge(options: {
  archivePath: string;
  backupPath: string;
  machine: string;
}): KeepingWork<MergeResult> {
  const { archivePath, backupPath, machine } = options;
  const backup = openBackup(backupPath, `${archivePath}.merging`);
  try {
    const archive = openArchiveWriter({
      path: archivePath,
      content: createContentReader(agents),
      parser: createSourceParser(agents),
      cacheBytes: 64 * 1024 * 1024,
    });
    try {
      return yield* mergeBackup({ archive, backup, agents, machine, exists: existsSync });
    } finally {
      archive.close();
    }
  } finally {
    backup.close();
  }
}
