import { expect, test } from 'vitest';
import { resolveBasePath } from './base-path.ts';

test.each([
  ['/', '/'],
  ['', '/'],
  ['x', '/x/'],
  ['/x/y', '/x/y/'],
  ['//x//y//', '/x/y/'],
])('"%s" becomes "%s"', (given, path) => {
  expect(resolveBasePath(given)).toBe(path);
});

test.each(['/a b', '/"><script>', '/../etc', '/./x', '/x?y', '/x#y', '/%2e'])('"%s" is refused', (path) => {
  expect(() => resolveBasePath(path)).toThrow(expect.objectContaining({ code: 'BELFRY_CONFIG_INVALID' }));
});
