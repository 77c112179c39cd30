import { expect, test } from 'vitest';
import { createOriginGuard } from './origin-guard.ts';

const guard = createOriginGuard(['belfry.example', 'Tower.example:8443']);
const from = (origin: string | undefined, host = 'localhost:7717') =>
  guard.require({ origin }, { scheme: 'http', host, hostHeader: host });

test.each([
  ['http://localhost:7717', 'localhost:7717'],
  ['http://127.0.0.1:7717', '127.0.0.1:7717'],
  ['http://[::1]:7717', '[::1]:7717'],
  ['http://localhost', 'localhost:80'],
  ['https://a.example', 'a.example'],
  ['https://a.example', 'a.example:443'],
  // The proxy passes another Host on.
  ['https://belfry.example', '127.0.0.1:7717'],
  ['https://tower.example:8443', '127.0.0.1:7717'],
])('a page of %s may change what is at %s', (origin, host) => {
  expect(() => from(origin, host)).not.toThrow();
});

test.each([
  undefined,
  'null',
  '',
  'http://evil.example',
  'http://localhost:3000',
  'http://localhost',
  'http://127.0.0.1:7717',
  'https://belfry.example:8443',
  'http://localhost:7717.evil.example',
  'file://localhost:7717',
  'chrome-extension://localhost:7717',
])('a page of %s may not change what is at localhost:7717', (origin) => {
  expect(() => from(origin)).toThrow(expect.objectContaining({ code: 'BELFRY_FORBIDDEN_ORIGIN' }));
});

test('what the browser itself calls another site is refused, with or without an origin', () => {
  const address = { scheme: 'http' as const, host: 'localhost:7717', hostHeader: 'localhost:7717' };
  const check = (site: string) => () => guard.check({ 'sec-fetch-site': site }, address);
  expect(check('same-origin')).not.toThrow();
  expect(check('none')).not.toThrow();
  // A dev server on another port of this host is the same site, and still not us.
  expect(check('same-site')).toThrow();
  expect(check('cross-site')).toThrow();
});
