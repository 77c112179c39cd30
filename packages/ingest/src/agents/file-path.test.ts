import { expect, test } from 'vitest';
import { toFilePath } from './file-path.ts';

test.each([
  ['/home/ada/engine/a.ts', '/elsewhere', '/home/ada/engine/a.ts'],
  ['src/a.ts', '/home/ada/engine', '/home/ada/engine/src/a.ts'],
  ['../mill/./a.ts', '/home/ada/engine', '/home/ada/mill/a.ts'],
  ['/home/ada/../ada/a.ts', undefined, '/home/ada/a.ts'],
  ['src\\a.ts', 'C:\\work', 'C:\\work\\src\\a.ts'],
  ['C:/work/a.ts', '/home/ada', 'C:\\work\\a.ts'],
  ['src/a.ts', undefined, 'src/a.ts'],
  ['src/a.ts', 'not absolute', 'src/a.ts'],
])('%s seen from %s is %s', (path, cwd, expected) => {
  expect(toFilePath(path, cwd)).toBe(expected);
});

test.each(['', 'two\nlines', 'x'.repeat(5_000)])('what is no path names no file', (path) => {
  expect(toFilePath(path, '/home/ada')).toBeUndefined();
});
