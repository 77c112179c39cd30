import type { MessageHead, ToolCallHead } from '@belfry/core';
import { expect, test } from 'vitest';
import { type FeedEntry, mergeFeed, toMessageEntry, toToolEntry } from './feed-entry.ts';

const call = (callId: string, at: string, rest: Partial<ToolCallHead> = {}): ToolCallHead => ({
  callId,
  name: 'Bash',
  kind: 'shell',
  summary: 'ls',
  status: 'pending',
  at,
  outcome: '',
  ...rest,
});
const message = (key: string, rest: Partial<MessageHead> = {}): MessageHead => ({
  key,
  cursor: key,
  role: 'assistant',
  variant: 'reply',
  at: '2026-11-21T10:00:00.000Z',
  preview: 'Done.',
  abandoned: false,
  superseded: false,
  inherited: false,
  ...rest,
});
const keys = (feed: FeedEntry[]) => feed.map((entry) => entry.key);

test('a finished call changes where it stands', () => {
  const before = mergeFeed(
    [],
    [toToolEntry('s', call('a', '2026-11-21T10:00:00.000Z')), toToolEntry('s', call('b', '2026-11-21T10:00:01.000Z'))],
    10,
  );
  const after = mergeFeed(
    before,
    [toToolEntry('s', call('a', '2026-11-21T10:00:00.000Z', { status: 'ok', outcome: 'exit 0' }))],
    10,
  );
  expect(keys(after)).toEqual(['s t b', 's t a']);
  expect(after[1]).toMatchObject({ call: { outcome: 'exit 0' } });
});

test('the same call id in two sessions is two entries, and the oldest leave first', () => {
  const feed = mergeFeed(
    [],
    [
      toToolEntry('s1', call('a', '2026-11-21T10:00:00.000Z')),
      toToolEntry('s2', call('a', '2026-11-21T10:00:02.000Z')),
      toToolEntry('s3', call('a', '2026-11-21T10:00:01.000Z')),
    ],
    2,
  );
  expect(keys(feed)).toEqual(['s2 t a', 's3 t a']);
});

test('what nobody said is no news', () => {
  expect(toMessageEntry('s', message('m'))).toBeDefined();
  expect(toMessageEntry('s', message('m', { variant: 'context' }))).toBeUndefined();
  expect(toMessageEntry('s', message('m', { inherited: true }))).toBeUndefined();
  expect(toMessageEntry('s', message('m', { preview: '' }))).toBeUndefined();
});

test('of entries with the same time the last one to come stands on top, merge after merge', () => {
  const at = '2026-11-21T10:00:00.000Z';
  const first = mergeFeed([], [toToolEntry('s', call('a', at)), toToolEntry('s', call('b', at))], 10);
  expect(keys(mergeFeed(first, [toToolEntry('s', call('c', at))], 10))).toEqual(['s t c', 's t b', 's t a']);
});
