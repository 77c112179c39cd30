import { describe, expect, test } from 'vitest';
import { pageKeyHeader } from '../contract/headers.ts';
import { type RouteName, routes } from '../contract/routes.ts';
import { toApiUrl } from '../contract/to-url.ts';
import { aBearer, aServer } from '../testing/a-server.ts';

const params = { id: 'claude:x', callId: 'c', key: 'k', index: 0, agent: 'claude' };
const closed = (Object.keys(routes) as RouteName[]).filter((name) => name !== 'signIn');
const mutation = { method: 'POST', url: '/api/v1/sign-out' } as const;

describe('without credentials', () => {
  test.each(closed)('%s answers 401 and says how to get in', async (name) => {
    await using server = await aServer();
    const response = await server.ask({ method: routes[name].method, url: `/${toApiUrl(name, params)}` });
    expect(response.json()).toMatchObject({ status: 401, code: 'BELFRY_UNAUTHORIZED', hint: expect.any(String) });
    expect(response.headers['www-authenticate']).toBe('Bearer');
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  });

  test('routes that do not exist look the same', async () => {
    await using server = await aServer();
    expect((await server.ask('/api/v1/nothing')).statusCode).toBe(401);
    expect((await server.ask({ method: 'DELETE', url: '/api/v1/stats' })).statusCode).toBe(401);
    expect((await server.trusted('/api/v1/nothing')).json()).toMatchObject({ status: 404, code: 'BELFRY_NOT_FOUND' });
  });

  test.each([
    ['a wrong token', `Bearer ${'A'.repeat(43)}`],
    ['a token cut short', aBearer.slice(0, -1)],
    ['a token with more', `${aBearer}x`],
    ['another scheme', aBearer.replace('Bearer', 'Basic')],
    ['no token', 'Bearer'],
  ])('%s in the header is refused', async (_, authorization) => {
    await using server = await aServer();
    expect((await server.ask({ url: '/api/v1/stats', headers: { authorization } })).statusCode).toBe(401);
  });

  test('tokens in the address are not looked at', async () => {
    await using server = await aServer();
    const token = aBearer.slice('Bearer '.length);
    expect((await server.ask(`/api/v1/version?token=${token}&authorization=${token}`)).statusCode).toBe(401);
  });

  test('the scheme may be written in any case', async () => {
    await using server = await aServer();
    const authorization = aBearer.replace('Bearer', 'bearer');
    expect((await server.ask({ url: '/api/v1/stats', headers: { authorization } })).statusCode).toBe(200);
  });
});

describe('by a foreign name', () => {
  test.each(['/', '/healthz', '/api/v1/stats', '/api/v1/nothing', '/nothing'])('%s answers 403', async (url) => {
    await using server = await aServer();
    for (const ask of [server.ask, server.trusted]) {
      const response = await ask({ url, headers: { host: 'evil.example' } });
      expect(response.json()).toMatchObject({ status: 403, code: 'BELFRY_FORBIDDEN_HOST' });
    }
  });

  test('a forwarded name counts behind a trusted proxy, as an origin of mutations too', async () => {
    const headers = { host: '127.0.0.1:7717', 'x-forwarded-host': 'belfry.example' };
    await using wary = await aServer();
    await using trusting = await aServer({ trustProxy: true, hosts: ['belfry.example'] });
    await using unconfigured = await aServer({ trustProxy: true });
    expect((await wary.trusted({ url: '/api/v1/stats', headers })).statusCode).toBe(200);
    expect((await trusting.trusted({ url: '/api/v1/stats', headers })).statusCode).toBe(200);
    expect((await unconfigured.trusted({ url: '/api/v1/stats', headers })).statusCode).toBe(403);
  });
});

describe('mutations by cookie', () => {
  test('from our own page with its key are done', async () => {
    await using server = await aServer();
    const { headers } = await server.browser();
    expect((await server.ask({ ...mutation, headers })).statusCode).toBe(204);
  });

  test.each([
    ['another site', 'http://evil.example'],
    ['a dev server on another port', 'http://localhost:3000'],
    ['a sandboxed frame', 'null'],
  ])('from %s answer 403', async (_, origin) => {
    await using server = await aServer();
    const { headers } = await server.browser();
    const response = await server.ask({ ...mutation, headers: { ...headers, origin } });
    expect(response.json()).toMatchObject({ status: 403, code: 'BELFRY_FORBIDDEN_ORIGIN' });
  });

  test('from nowhere answer 403', async () => {
    await using server = await aServer();
    const { cookie, key } = await server.browser();
    const response = await server.ask({ ...mutation, headers: { cookie, [pageKeyHeader]: key } });
    expect(response.json()).toMatchObject({ status: 403, code: 'BELFRY_FORBIDDEN_ORIGIN' });
  });

  test('without the key, or with that of another sign-in, answer 403', async () => {
    await using server = await aServer();
    const { cookie } = await server.browser();
    const other = await server.browser();
    for (const key of [undefined, '', other.key]) {
      const headers = { cookie, origin: 'http://localhost', ...(key !== undefined && { [pageKeyHeader]: key }) };
      const response = await server.ask({ ...mutation, headers });
      expect(response.json()).toMatchObject({ status: 403, code: 'BELFRY_FORBIDDEN_KEY' });
    }
    expect(server.signIns.rows.size).toBe(2);
  });
});

test('a mutation by bearer needs neither origin nor key', async () => {
  await using server = await aServer();
  expect((await server.trusted(mutation)).statusCode).toBe(204);
});

test('reading by cookie from a page of another origin is refused', async () => {
  await using server = await aServer();
  const { cookie } = await server.browser();
  for (const from of [{ origin: 'http://localhost:3000' }, { 'sec-fetch-site': 'same-site' }]) {
    const response = await server.ask({ url: '/api/v1/stats', headers: { cookie, ...from } });
    expect(response.statusCode).toBe(403);
  }
});

test('a wrong header is not made up for by a good cookie', async () => {
  await using server = await aServer();
  const { cookie } = await server.browser();
  const response = await server.ask({ url: '/api/v1/stats', headers: { cookie, authorization: 'Bearer x' } });
  expect(response.statusCode).toBe(401);
});

test('a made-up cookie signs nobody in', async () => {
  await using server = await aServer();
  const [name] = (await server.browser()).cookie.split('=');
  for (const value of ['', 'x', '%00', 'A'.repeat(43)]) {
    expect((await server.ask({ url: '/api/v1/stats', headers: { cookie: `${name}=${value}` } })).statusCode).toBe(401);
  }
});

test('no page of another origin is let in by CORS', async () => {
  await using server = await aServer();
  const response = await server.trusted({ url: '/api/v1/stats', headers: { origin: 'http://evil.example' } });
  expect(Object.keys(response.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
});
