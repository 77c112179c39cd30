import { expect, test } from 'vitest';
import { createHostGuard } from './host-guard.ts';

const check = createHostGuard(['belfry.example', 'tower.example:8443', '192.168.1.9']);
const called = (hostHeader: string, host = hostHeader) => ({ scheme: 'http' as const, host, hostHeader });

test.each([
  'localhost',
  'localhost:7717',
  'localhost:1',
  'app.localhost:3000',
  '127.0.0.1',
  '127.0.0.1:7717',
  '127.9.9.9:80',
  '[::1]',
  '[::1]:7717',
  'belfry.example',
  'belfry.example.',
  'belfry.example:7717',
  'tower.example:8443',
  '192.168.1.9:7717',
])('%s is one of our names', (host) => {
  expect(() => check(called(host))).not.toThrow();
});

test.each([
  '',
  'evil.example',
  'evil.example:7717',
  'localhost.evil.example',
  'notlocalhost',
  '127.0.0.1.evil.example',
  '127.0.0.1@evil.example',
  'belfry.example.evil.example',
  'tower.example',
  'tower.example:443',
  '192.168.1.10:7717',
  '[::2]:7717',
  '::1',
  'localhost:port',
  'local host',
])('"%s" is a foreign name', (host) => {
  expect(() => check(called(host))).toThrow(expect.objectContaining({ code: 'BELFRY_FORBIDDEN_HOST' }));
});

test('the address the connection came in on is allowed, because an address cannot be rebound', () => {
  expect(() => check(called('10.0.0.5:7717'), '::ffff:10.0.0.5')).not.toThrow();
  expect(() => check(called('10.0.0.5:7717'), '10.0.0.6')).toThrow();
});

test('a forwarded name does not make up for a foreign Host', () => {
  expect(() => check(called('evil.example', 'belfry.example'))).toThrow();
  expect(() => check(called('localhost', 'evil.example'))).toThrow();
  expect(() => check(called('127.0.0.1:7717', 'belfry.example'))).not.toThrow();
});

test('a configured name that is none is refused at start', () => {
  expect(() => createHostGuard(['https://belfry.example/'])).toThrow(
    expect.objectContaining({ code: 'BELFRY_CONFIG_INVALID' }),
  );
});
