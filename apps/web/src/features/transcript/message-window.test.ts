import type { MessagePage, MessageView } from '@belfry/core';
import { expect, test } from 'vitest';
import { aReply } from '../../testing/a-message.ts';
import { longestWindow, toWindow, trimmed, withNewer, withOlder } from './message-window.ts';

const page = (messages: MessageView[], rest: Partial<MessagePage> = {}): MessagePage => ({
  sessionId: 's',
  messages,
  total: messages.length,
  ...rest,
});
const many = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => aReply(`m${from + index}`, 'x'));
const keys = (messages: readonly MessageView[]) => messages.map((message) => message.key);

test('pages join without doubling what they share, and newer content wins', () => {
  const window = toWindow(page([aReply('b', 'old'), aReply('c', 'old')], { previous: 'b', next: 'c' }));
  const newer = withNewer(window, page([aReply('c', 'new'), aReply('d', 'new')]));
  expect(keys(newer.messages)).toEqual(['b', 'c', 'd']);
  expect(newer.messages[1]?.preview).toBe('new');
  expect(newer.next).toBeUndefined();
  const older = withOlder(newer, page([aReply('a', 'x'), aReply('b', 'x')]));
  expect(keys(older.messages)).toEqual(['a', 'b', 'c', 'd']);
  expect(older.previous).toBeUndefined();
});

test('a long window lets go of the end the reader left, and can read it again', () => {
  const window = toWindow(page(many(0, longestWindow + 60)));
  const up = trimmed(window, 'older');
  expect([up.messages.length, up.messages[0]?.key, up.next]).toEqual([longestWindow, 'm0', `m${longestWindow - 1}`]);
  const down = trimmed(window, 'newer');
  expect([down.messages.length, down.messages[0]?.key, down.previous]).toEqual([longestWindow, 'm60', 'm60']);
  expect(trimmed(down, 'newer')).toBe(down);
});
