import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '@belfry/core/node';

/** What a settings file was before belfry put something into it. */
export interface HookRecord {
  path: string;
  /** `undefined`: there was none. */
  before: string | undefined;
  /** Of what was written; while the file is still that, `before` can be put back as it was. */
  afterHash: string;
}

/** Kept for the way back; each also a backup a person can copy. */
export interface HookRecords {
  read(path: string): HookRecord | undefined;
  write(record: HookRecord): void;
  remove(path: string): void;
}

export function createHookRecords({ stateDir }: { stateDir: string }): HookRecords {
  const directory = join(stateDir, 'hooks');
  const fileOf = (path: string) => join(directory, `${hashOf(path).slice(0, 16)}.json`);
  const backupOf = (path: string) => join(directory, `${hashOf(path).slice(0, 16)}.backup`);
  return {
    read(path) {
      try {
        const value: unknown = JSON.parse(readFileSync(fileOf(path), 'utf8'));
        return isRecord(value) && value.path === path ? value : undefined;
      } catch {
        // None was written, or it was damaged: then only own entries are taken away.
        return undefined;
      }
    },
    write(record) {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      if (record.before !== undefined) writeFileAtomic(backupOf(record.path), record.before);
      writeFileAtomic(fileOf(record.path), `${JSON.stringify(record)}\n`);
    },
    remove(path) {
      rmSync(fileOf(path), { force: true });
    },
  };
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function isRecord(value: unknown): value is HookRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { path, before, afterHash } = value as Record<string, unknown>;
  const isText = before === undefined || typeof before === 'string';
  return typeof path === 'string' && isText && typeof afterHash === 'string';
}
