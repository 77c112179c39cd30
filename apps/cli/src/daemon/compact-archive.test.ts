import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BelfryError } from '@belfry/core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ArchiveHolders, compactArchive } from './compact-archive.ts';

/** Holders that do with plain files what the daemon's threads do with archives. */
function someHolders(overrides: Partial<ArchiveHolders> = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'belfry-compact-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const path = join(directory, 'archive.db');
  writeFileSync(path, 'old and wide');
  const done: string[] = [];
  const holders: ArchiveHolders = {
    path,
    async tend() {
      done.push('tend');
    },
    async handOver(fresh) {
      done.push('hand over');
      writeFileSync(fresh, 'new');
      return true;
    },
    async reopen(between) {
      between?.();
      done.push('reopen');
    },
    dropCompanions: () => done.push('drop companions'),
    note: () => done.push('note'),
    ...overrides,
  };
  return { directory, path, done, holders, compact: () => compactArchive(holders, () => {}) };
}

describe('compacting', () => {
  test('puts the copy in the place of the archive while nobody holds it', async () => {
    const { directory, path, done, compact } = someHolders();
    expect(await compact()).toEqual({ bytesBefore: 12, bytesAfter: 3 });
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(directory)).toEqual(['archive.db']);
    expect(done).toEqual(['tend', 'hand over', 'drop companions', 'note', 'reopen']);
  });

  test.each<[string, Partial<ArchiveHolders>, string]>([
    ['another process reads the archive', { handOver: () => Promise.resolve(false) }, 'BELFRY_ARCHIVE_BUSY'],
    [
      'the copy fails half-way',
      {
        handOver(fresh) {
          writeFileSync(fresh, 'half');
          return Promise.reject(new BelfryError('BELFRY_DISK_FULL', 'no room'));
        },
      },
      'BELFRY_DISK_FULL',
    ],
  ])('leaves the archive as it is, and in use, when %s', async (_, overrides, code) => {
    const { directory, path, done, compact } = someHolders(overrides);
    await expect(compact()).rejects.toMatchObject({ code });
    expect(readFileSync(path, 'utf8')).toBe('old and wide');
    expect(readdirSync(directory)).toEqual(['archive.db']);
    expect(done.at(-1)).toBe('reopen');
  });

  test('does nothing when there is nothing to copy', async () => {
    const { done, path, compact } = someHolders();
    copyFileSync(path, `${path}.mine`);
    rmSync(path);
    await expect(compact()).rejects.toMatchObject({ code: 'ENOENT' });
    expect(done).toEqual(['tend']);
  });
});
