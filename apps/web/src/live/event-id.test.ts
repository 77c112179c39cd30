import { expect, test } from 'vitest';
import { isAfter } from './event-id.ts';

test('events of one process are ordered by number, not by text', () => {
  expect(isAfter('b0.10', 'b0.9')).toBe(true);
  expect(isAfter('b0.9', 'b0.10')).toBe(false);
  expect(isAfter('b0.9', 'b0.9')).toBe(false);
});

test('another process, an unreadable id and no position let everything through', () => {
  expect(isAfter('b1.1', 'b0.900')).toBe(true);
  expect(isAfter('odd', 'b0.1')).toBe(true);
  expect(isAfter('b0.1', undefined)).toBe(true);
});
