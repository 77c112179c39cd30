import { aToolCallHead } from '@belfry/core/testing';
import { expect, test } from 'vitest';
import { toToolEntry } from '../../live/feed-entry.ts';
import { toFeedRows } from './feed-rows.ts';

const now = Date.UTC(2026, 10, 21, 12);
const style = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
const at = (time: string | undefined, n: number) => {
  const { at: _at, ...call } = aToolCallHead({ callId: `c${n}` });
  return toToolEntry('s', time === undefined ? call : { ...call, at: time });
};

test('lines stand under the days of the reader’s zone; today needs no head', () => {
  const times = [
    '2026-11-21T10:00:00Z',
    '2026-11-20T23:30:00Z',
    '2026-11-20T20:00:00Z',
    '2025-11-01T09:00:00Z',
    undefined,
  ];
  const rows = toFeedRows(times.map(at), now, style);
  expect(rows.map((row) => (row.kind === 'day' ? row.label : row.entry.key))).toEqual([
    's t c0',
    's t c1',
    'Yesterday',
    's t c2',
    'Sat, 1 Nov 2025',
    's t c3',
    'Without a time',
    's t c4',
  ]);
});
