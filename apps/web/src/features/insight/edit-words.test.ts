import { aFileEdit, aToolCallHead } from '@belfry/core/testing';
import { expect, test } from 'vitest';
import { sayEdits, splitPath, verbOf } from './edit-words.ts';

const edit = (path: string, sessionId = 's1') => aFileEdit({ path, sessionId });

test('what was done is a word', () => {
  const call = aToolCallHead();
  expect(verbOf({ access: 'write', change: 'rename', call })).toBe('moved');
  expect(verbOf({ access: 'write', call })).toBe('wrote');
  expect(verbOf({ access: 'read', call })).toBe('read');
  expect(verbOf({ access: 'write', change: 'update', call: { ...call, status: 'error' } })).toBe('could not change');
});

test('a path is its name and where that lies', () => {
  expect(splitPath('/home/ada/a.ts')).toEqual({ name: 'a.ts', directory: '/home/ada/' });
  expect(splitPath('C:\\work\\a.ts')).toEqual({ name: 'a.ts', directory: 'C:\\work\\' });
  expect(splitPath('a.ts')).toEqual({ name: 'a.ts', directory: '' });
});

test('the page begins with what is true of the list', () => {
  const say = (...given: Parameters<typeof sayEdits>) => sayEdits(...given).join('');
  expect(say([edit('/x/a.ts')], '', true, '2m 03s')).toBe('a.ts changed 2m 03s ago');
  expect(say([edit('/x/a.ts'), edit('/x/a.ts', 's2')], '/x/a.ts', true, '')).toBe('a.ts: 2 edits by 2 sessions');
  expect(say([edit('/x/a.ts'), edit('/x/b.ts')], '/x/', false, '')).toBe(
    '2 files below x: the latest 2 edits by 1 session',
  );
  expect(say([edit('/x/a.ts'), edit('/x/b.ts')], 'ts', true, '')).toBe('2 files with “ts”: 2 edits by 1 session');
  expect(say([], '', true, '')).toBe('No edit yet');
  expect(say([], 'q', true, '')).toBe('No edit of “q” is known');
});
