import { expect, test } from 'vitest';
import { aSession } from '../../testing/a-session.ts';
import { toDayRows } from './day-rows.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const style = { locale: 'en-GB', timeZone: 'Europe/Berlin' };

test("each of the reader's days has one head with its count", () => {
  const rows = toDayRows(
    [
      aSession({ id: 'a', lastAt: '2026-11-21T11:00:00.000Z' }),
      aSession({ id: 'b', lastAt: '2026-11-20T23:30:00.000Z' }),
      aSession({ id: 'c', lastAt: '2026-11-20T22:30:00.000Z' }),
      aSession({ id: 'd' }),
    ],
    now,
    style,
  );
  expect(rows.map((row) => (row.kind === 'day' ? `${row.label} ${row.sessions}` : row.key))).toEqual([
    'Today 2',
    'a',
    'b',
    'Yesterday 1',
    'c',
    'Without a time 1',
    'd',
  ]);
});
