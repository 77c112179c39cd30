import { expect, test } from 'vitest';
import { createNotices } from './notices.ts';
import { createPauseNotice } from './pause-notice.ts';

test('a full disk is told while anybody waits for room; a busy archive is not', () => {
  const told: number[] = [];
  const notices = createNotices({ now: () => 0 }, (standing) => told.push(standing.length));
  const pause = createPauseNotice(notices, '/a/archive.db');
  pause('ingest', 'BELFRY_ARCHIVE_BUSY');
  expect(told).toEqual([]);
  pause('ingest', 'BELFRY_DISK_FULL');
  pause('import', 'BELFRY_DISK_FULL');
  pause('ingest', undefined);
  expect(notices.current()).toMatchObject([{ kind: 'disk-full', message: expect.stringContaining('/a/archive.db') }]);
  pause('import', undefined);
  expect(told).toEqual([1, 0]);
});
