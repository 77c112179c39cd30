import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { describeRescued, findRescued, rescuePath } from './rescued-archives.ts';

test('saved archives are found, oldest first, and told with what to do about them', () => {
  const directory = mkdtempSync(join(tmpdir(), 'belfry-rescued-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const archive = join(directory, 'archive.db');
  const later = rescuePath(archive, Date.UTC(2026, 10, 2, 3, 4, 5, 678));
  const first = rescuePath(archive, Date.UTC(2026, 0, 2));
  expect(later).toBe(join(directory, 'archive.rescued-2026-11-02T03-04-05Z.db'));
  expect(describeRescued(findRescued(archive))).toBeUndefined();
  for (const path of [later, first, archive, `${first}-wal`, join(directory, 'archive.rescued-x.db')])
    writeFileSync(path, '');

  expect(findRescued(archive)).toEqual([first, later]);
  const { message, hint } = describeRescued([first, later]) ?? {};
  expect(message).toContain('archive.rescued-2026-01-02T00-00-00Z.db, archive.rescued-2026-11-02T03-04-05Z.db');
  expect(hint).toContain(`belfry import ${first}`);
});

test('a home that does not exist yet has saved nothing', () => {
  expect(findRescued(join(tmpdir(), 'belfry-no-such-home', 'archive.db'))).toEqual([]);
});
