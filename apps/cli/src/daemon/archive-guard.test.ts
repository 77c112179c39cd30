import { copyFileSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createArchiveGuard } from './archive-guard.ts';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'belfry-guard-'));
  path = join(directory, 'archive.db');
  writeFileSync(path, 'first');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('a file that is written to is the same; a deleted, a replaced and a homeless one are told apart', () => {
  const guard = createArchiveGuard(path);
  guard.note();
  writeFileSync(path, 'more');
  expect(guard.check()).toBeUndefined();

  copyFileSync(path, `${path}.new`);
  renameSync(`${path}.new`, path);
  expect(guard.check()).toBe('replaced');
  guard.note();
  expect(guard.check()).toBeUndefined();

  rmSync(path);
  expect(guard.check()).toBe('deleted');
  rmSync(directory, { recursive: true });
  expect(guard.check()).toBe('home-gone');
});

test('the log of a lost archive is taken away, that of the one in its place is not', () => {
  writeFileSync(`${path}-wal`, 'log');
  writeFileSync(`${path}-shm`, 'index');
  const guard = createArchiveGuard(path);
  guard.note();
  rmSync(path);
  rmSync(`${path}-shm`);
  writeFileSync(`${path}-other`, 'of the other one');
  renameSync(`${path}-other`, `${path}-shm`);
  guard.dropCompanions();
  expect(readdirSync(directory)).toEqual(['archive.db-shm']);
});
