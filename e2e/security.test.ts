import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBelfryHome } from './support/belfry-home.ts';
import { type RunningBelfry, startBelfry } from './support/belfry-process.ts';
import { type SignedIn, signIn } from './support/sign-in.ts';

const home = createBelfryHome();
let belfry: RunningBelfry;
let browser: SignedIn;

beforeAll(async () => {
  belfry = await startBelfry(home, [], { umask: 0 });
  browser = await signIn(belfry);
});
afterAll(async () => {
  await belfry.stop();
  home.remove();
});

/** fetch refuses to forge Host; this does not. */
function statusOf(path: string, options: { method?: string; headers?: Record<string, string> }): Promise<number> {
  const { hostname, port } = new URL(belfry.url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, method: options.method ?? 'GET', headers: options.headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

test('without a token every API route answers 401', async () => {
  for (const path of ['sessions', 'stats', 'events', 'sync', 'version', 'openapi.json']) {
    expect(await statusOf(`/api/v1/${path}`, {}), path).toBe(401);
  }
});

test('health and the page itself are open', async () => {
  expect(await statusOf('/healthz', {})).toBe(200);
  expect(await statusOf('/', {})).toBe(200);
});

test('a foreign Host is refused with 403, whatever the credentials', async () => {
  const headers = { host: 'evil.example', authorization: `Bearer ${belfry.secret()}` };
  expect(await statusOf('/api/v1/sessions', { headers })).toBe(403);
  expect(await statusOf('/', { headers: { host: 'evil.example' } })).toBe(403);
});

test('a foreign Origin on a mutation is refused with 403', async () => {
  const headers = { cookie: browser.cookie, 'x-belfry-key': browser.key, origin: 'http://localhost:5173' };
  expect(await statusOf('/api/v1/sign-out', { method: 'POST', headers })).toBe(403);
});

test('a mutation without the page key is refused with 403, with it the cookie is enough', async () => {
  const { origin } = new URL(belfry.url);
  const headers = { cookie: browser.cookie, origin };
  expect(await statusOf('/api/v1/sign-out', { method: 'POST', headers })).toBe(403);
  const second = await signIn(belfry);
  const allowed = { cookie: second.cookie, origin, 'x-belfry-key': second.key };
  expect(await statusOf('/api/v1/sign-out', { method: 'POST', headers: allowed })).toBeLessThan(300);
  expect(await statusOf('/api/v1/sessions', { headers: { cookie: second.cookie } })).toBe(401);
});

test('a sign-in link works once', async () => {
  const { code } = await belfry.api<{ code: string }>('api/v1/sign-in-links', { method: 'POST' });
  const exchange = () =>
    fetch(new URL('api/v1/sign-in', belfry.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: new URL(belfry.url).origin },
      body: JSON.stringify({ code }),
    });
  expect((await exchange()).status).toBe(200);
  expect((await exchange()).status).toBe(401);
});

test('a sign-in survives a restart of the daemon', async () => {
  const port = new URL(belfry.url).port;
  await belfry.stop();
  belfry = await startBelfry(home, ['--port', port], { umask: 0 });
  expect(await statusOf('/api/v1/sessions', { headers: { cookie: browser.cookie } })).toBe(200);
});

test('every file belfry made is for its user alone, under umask 0', () => {
  const walk = (directory: string): string[] =>
    readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
      const path = join(directory, entry.name);
      return entry.isDirectory() ? [path, ...walk(path)] : [path];
    });
  const paths = walk(home.directory);
  expect(paths.some((path) => path.endsWith('archive.db'))).toBe(true);
  const open = paths.filter((path) => (statSync(path).mode & 0o077) !== 0);
  expect(open).toEqual([]);
});

test('the secret is not in the process list', () => {
  expect(execFileSync('ps', ['axww']).toString()).not.toContain(belfry.secret());
});
