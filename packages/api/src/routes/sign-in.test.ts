import { describe, expect, test } from 'vitest';
import { idleLimitMs } from '../auth/authenticate.ts';
import type { SignInLink, SignInList } from '../contract/sign-in.ts';
import { type AServer, aServer } from '../testing/a-server.ts';

const exchange = (server: AServer, code: string, headers: Record<string, string> = {}) =>
  server.ask({ method: 'POST', url: '/api/v1/sign-in', body: { code }, headers });

describe('the exchange', () => {
  test('gives a cookie scripts cannot read and no other site sends, and a key for the page', async () => {
    await using server = await aServer();
    const response = await exchange(server, server.deps.codes.issue().code, { 'user-agent': 'Firefox' });
    expect(response.statusCode).toBe(200);
    const cookie = String(response.headers['set-cookie']);
    expect(cookie).toMatch(/^belfry_[0-9a-f]{12}=[\w-]{43}; /);
    expect(cookie.split('; ').slice(1)).toEqual(['Max-Age=34560000', 'Path=/', 'HttpOnly', 'SameSite=Strict']);
    expect(response.json()).toEqual({
      key: expect.stringMatching(/^[\w-]{43}$/),
      signIn: {
        id: expect.any(String),
        label: 'Firefox',
        createdAt: '2026-01-02T03:04:05.000Z',
        lastSeenAt: '2026-01-02T03:04:05.000Z',
        current: true,
      },
    });
    expect(response.headers['cache-control']).toBe('no-store');
  });

  test('stores neither the token nor the key', async () => {
    await using server = await aServer();
    const { cookie, key } = await server.browser();
    const stored = JSON.stringify([...server.signIns.rows.values()]);
    expect(stored).not.toContain(cookie.split('=')[1]);
    expect(stored).not.toContain(key);
  });

  test('marks the cookie secure behind a trusted proxy that ends TLS, and only then', async () => {
    const headers = { 'x-forwarded-proto': 'https' };
    await using trusting = await aServer({ trustProxy: true });
    await using wary = await aServer();
    const cookieOf = async (server: AServer) =>
      String((await exchange(server, server.deps.codes.issue().code, headers)).headers['set-cookie']);
    expect(await cookieOf(trusting)).toContain('; Secure');
    expect(await cookieOf(wary)).not.toContain('Secure');
  });

  test('a link works once and not after ten minutes', async () => {
    await using server = await aServer();
    const { code } = server.deps.codes.issue();
    const late = server.deps.codes.issue().code;
    expect((await exchange(server, code)).statusCode).toBe(200);
    expect((await exchange(server, code)).json()).toMatchObject({ status: 401, code: 'BELFRY_SIGN_IN_EXPIRED' });
    server.clock.advance(600_000);
    expect((await exchange(server, late)).statusCode).toBe(401);
  });

  test('guessing is slowed down, and does not lock the owner out', async () => {
    await using server = await aServer();
    const { code } = server.deps.codes.issue();
    const statuses: number[] = [];
    for (let guess = 0; guess < 14; guess++) statuses.push((await exchange(server, `guess-${guess}`)).statusCode);
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401));
    expect(statuses.slice(10)).toEqual(Array(4).fill(429));
    expect((await exchange(server, 'again')).headers['retry-after']).toMatch(/^\d+$/);
    expect((await exchange(server, code)).statusCode).toBe(200);
    expect((await server.trusted('/api/v1/version')).statusCode).toBe(200);
  });

  test('another page cannot use a code', async () => {
    await using server = await aServer();
    const response = await exchange(server, server.deps.codes.issue().code, { origin: 'http://localhost:3000' });
    expect(response.json()).toMatchObject({ status: 403, code: 'BELFRY_FORBIDDEN_ORIGIN' });
  });
});

describe('a signed-in browser', () => {
  test('reads by cookie and stays signed in when the server starts anew', async () => {
    await using before = await aServer();
    const { cookie } = await before.browser();
    await using after = await aServer({ signIns: before.signIns });
    expect((await after.ask({ url: '/api/v1/stats', headers: { cookie } })).statusCode).toBe(200);
  });

  test('two homes on one machine use different cookies', async () => {
    await using one = await aServer();
    await using other = await aServer({ identity: { secret: new Uint8Array(32).fill(9), server: () => undefined } });
    expect((await one.browser()).cookie.split('=')[0]).not.toBe((await other.browser()).cookie.split('=')[0]);
  });

  test('is seen at most every five minutes, and forgotten after ninety days', async () => {
    await using server = await aServer();
    const { cookie, id } = await server.browser();
    const visit = () => server.ask({ url: '/api/v1/version', headers: { cookie } });
    const seenAt = () => server.signIns.rows.get(id)?.lastSeenAt;
    const start = server.clock.now();
    server.clock.advance(300_000);
    await visit();
    expect(seenAt()).toBe(start);
    server.clock.advance(1);
    await visit();
    expect(seenAt()).toBe(start + 300_001);
    server.clock.advance(idleLimitMs + 1);
    expect((await visit()).statusCode).toBe(401);
    expect(server.signIns.rows.size).toBe(0);
  });

  test('signs out: the cookie is taken back and worth nothing', async () => {
    await using server = await aServer();
    const { headers, cookie } = await server.browser();
    const response = await server.ask({ method: 'POST', url: '/api/v1/sign-out', headers });
    expect(response.statusCode).toBe(204);
    expect(String(response.headers['set-cookie'])).toMatch(/=; Max-Age=0; Path=\/; Expires=Thu, 01 Jan 1970/);
    expect((await server.ask({ url: '/api/v1/stats', headers: { cookie } })).statusCode).toBe(401);
  });

  test('cannot invite others', async () => {
    await using server = await aServer();
    const { headers } = await server.browser();
    const response = await server.ask({ method: 'POST', url: '/api/v1/sign-in-links', headers });
    expect(response.json()).toMatchObject({ status: 401, code: 'BELFRY_UNAUTHORIZED' });
  });

  test('is listed, newest first, and can be signed out from another', async () => {
    await using server = await aServer();
    const first = await server.browser();
    const second = await server.browser();
    const list = await server.ask({ url: '/api/v1/sign-ins', headers: { cookie: second.cookie } });
    const { items } = list.json<SignInList>();
    expect(items.map(({ id, current }) => ({ id, current }))).toEqual([
      { id: second.id, current: true },
      { id: first.id, current: false },
    ]);
    const revoke = () => server.ask({ method: 'DELETE', url: `/api/v1/sign-ins/${first.id}`, headers: second.headers });
    expect((await revoke()).statusCode).toBe(204);
    expect((await revoke()).statusCode).toBe(404);
    expect((await server.ask({ url: '/api/v1/stats', headers: { cookie: first.cookie } })).statusCode).toBe(401);
  });
});

test('a holder of the secret gets a link whose code stays out of logs', async () => {
  await using server = await aServer({ basePath: '/x/y' });
  const response = await server.trusted({ method: 'POST', url: '/api/v1/sign-in-links' });
  const { code, link, expiresAt } = response.json<SignInLink>();
  expect(link).toBe(`/x/y/#sign-in=${code}`);
  expect(expiresAt).toBe('2026-01-02T03:14:05.000Z');
  expect((await exchange(server, code)).statusCode).toBe(200);
});
