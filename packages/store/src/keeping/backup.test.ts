import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aSourceRef } from '@belfry/core/testing';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { canonicalDump } from '../canonical-dump.ts';
import { type TempArchive, tempArchive, toyBatches, toyBytes } from '../testing/index.ts';
import { backUpDatabase } from './back-up.ts';
import { type ArchiveCheck, verifyArchive } from './verify-archive.ts';

let archive: TempArchive;
let directory: string;
let target: string;
beforeEach(() => {
  archive = tempArchive();
  directory = mkdtempSync(join(tmpdir(), 'belfry-backup-'));
  target = join(directory, 'backup.db');
});
afterEach(() => {
  archive.remove();
  rmSync(directory, { recursive: true, force: true });
});

function store(path: string, words: readonly string[]): void {
  const at = Date.UTC(2026, 0, 2);
  const records = words.map((word, n) => ({
    session: 's',
    at,
    facts: [
      {
        type: 'message' as const,
        session: 's',
        key: `${path}${n}`,
        record: `${path}${n}`,
        role: 'user' as const,
        variant: 'prompt' as const,
        at,
        preview: word,
      },
    ],
  }));
  for (const batch of toyBatches(aSourceRef({ path }), toyBytes(records))) archive.writer.applyBatch(batch);
}

function verify(path: string): ArchiveCheck {
  const work = verifyArchive(path);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

function change(path: string, sql: string): void {
  const db = new Database(path);
  db.exec(sql);
  db.close();
}

it('is one private file that knows what the archive knew, taken while it is written to', () => {
  store('a.jsonl', ['one', 'two']);
  const before = archive.dump();
  const umask = process.umask(0);
  try {
    backUpDatabase(archive.path, target);
  } finally {
    process.umask(umask);
  }
  store('b.jsonl', ['three']);

  expect([...canonicalDump(target)].join('\n')).toBe(before);
  expect(readdirSync(directory)).toEqual(['backup.db']);
  expect(statSync(target).mode & 0o777).toBe(0o600);
  const { size } = statSync(target);
  expect(verify(target)).toMatchObject({ sessions: 1, messages: 2, sources: 1, damaged: [] });
  expect(verify(target).verifiedBytes).toBeGreaterThan(0);
  expect([readdirSync(directory), statSync(target).size], 'looking changes nothing').toEqual([['backup.db'], size]);
});

it('leaves nothing behind when it cannot be written', () => {
  expect(() => backUpDatabase(join(directory, 'none.db'), target)).toThrow(
    expect.objectContaining({ code: 'BELFRY_ARCHIVE_MISSING' }),
  );
  expect(existsSync(target)).toBe(false);
});

it('names the files of which kept bytes do not fit their hash', () => {
  store('a.jsonl', ['one', 'two']);
  store('b.jsonl', ['three']);
  backUpDatabase(archive.path, target);
  change(target, 'UPDATE segments SET data = zeroblob(length(data)) WHERE source_id = 2');
  expect(verify(target)).toMatchObject({ damaged: ['/home/ada/.claude/b.jsonl'], sources: 2 });
  change(target, "UPDATE segments SET codec = 'zstd' WHERE source_id = 2");
  expect(verify(target).damaged, 'what does not unpack').toHaveLength(1);
  change(target, 'DELETE FROM segments WHERE source_id = 1');
  expect(verify(target).damaged).toHaveLength(2);
});

it('refuses counts that do not fit the rows, and a damaged file', () => {
  store('a.jsonl', ['one', 'two']);
  backUpDatabase(archive.path, target);
  change(target, "DELETE FROM messages WHERE key = 'a.jsonl1'");
  expect(() => verify(target)).toThrow(expect.objectContaining({ code: 'BELFRY_ARCHIVE_CORRUPT' }));

  backUpDatabase(archive.path, target);
  const file = openSync(target, 'r+');
  writeSync(file, Buffer.alloc(3 * 4096, 0xff), 0, 3 * 4096, 8 * 4096);
  closeSync(file);
  expect(() => verify(target)).toThrow(expect.objectContaining({ code: 'BELFRY_ARCHIVE_CORRUPT' }));
});
