import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { aServer } from '../testing/a-server.ts';
import { aScript, aUiDirectory } from '../testing/a-ui-directory.ts';
import { withBase } from './ui-files.ts';

const script = '/assets/main-4f2a.js';

test.each(['/', '/now', '/sessions/claude:x%2Fy?message=3', '/sessions/claude:x.jsonl', '/index.html', '/assetsx'])(
  '%s is the page, fresh each time, without inline script',
  async (url) => {
    using ui = aUiDirectory();
    await using server = await aServer({ uiDirectory: ui.path });
    const response = await server.ask({ url, headers: { accept: 'text/html,*/*;q=0.8' } });
    expect(response.statusCode).toBe(200);
    expect(response.body).toContain('<base href="/" />');
    expect(response.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
    const policy = String(response.headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(response.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  },
);

test('the page knows the base path it is served at', async () => {
  using ui = aUiDirectory();
  await using server = await aServer({ uiDirectory: ui.path, basePath: '/x/y' });
  for (const url of ['/x/y/', '/x/y/sessions/claude:x', '/', '/sessions/claude:x']) {
    expect((await server.ask(url)).body).toContain('<base href="/x/y/" />');
  }
  const bare = await server.ask('/x/y?a=b');
  expect([bare.statusCode, bare.headers.location]).toEqual([308, '/x/y/']);
});

test('hashed files are kept by browsers for good, others are asked for again', async () => {
  using ui = aUiDirectory();
  await using server = await aServer({ uiDirectory: ui.path });
  const asset = await server.ask(script);
  expect(asset.body).toBe(aScript);
  expect(asset.headers).toMatchObject({
    'content-type': expect.stringContaining('javascript'),
    'cache-control': 'public, max-age=31536000, immutable',
  });
  expect((await server.ask('/favicon.svg')).headers['cache-control']).toBe('no-cache');
});

test('files compressed beforehand are sent to those who can read them', async () => {
  using ui = aUiDirectory();
  await using server = await aServer({ uiDirectory: ui.path });
  const as = (encoding: string) => server.ask({ url: script, headers: { 'accept-encoding': encoding } });
  const brotli = await as('gzip, br');
  expect(brotli.headers['content-encoding']).toBe('br');
  expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(aScript);
  const gzip = await as('gzip');
  expect(gunzipSync(gzip.rawPayload).toString()).toBe(aScript);
  expect(gzip.headers['content-type']).toContain('javascript');
  expect((await as('identity')).body).toBe(aScript);
});

test.each(['/assets/gone-1234.js', '/assets/', '/assets/../index.html'])(
  '%s is not found, and no page instead',
  async (url) => {
    using ui = aUiDirectory();
    await using server = await aServer({ uiDirectory: ui.path });
    expect((await server.ask(url)).statusCode).toBe(url.includes('..') ? 200 : 404);
  },
);

test.each([
  '/../secret',
  '/..%2fsecret',
  '/%2e%2e/secret',
  '/assets/..%2f..%2fsecret',
  '/assets%5c..%5csecret',
  '/%00',
])('%s does not lead out of the directory', async (url) => {
  using ui = aUiDirectory();
  writeFileSync(join(ui.path, '..', 'secret'), 'the secret');
  await using server = await aServer({ uiDirectory: ui.path });
  expect((await server.ask(url)).body).not.toContain('the secret');
});

test('what is asked for as data is not answered with a page', async () => {
  using ui = aUiDirectory();
  await using server = await aServer({ uiDirectory: ui.path });
  const response = await server.ask({ url: '/nothing.json', headers: { accept: 'application/json' } });
  expect(response.json()).toMatchObject({ status: 404, code: 'BELFRY_NOT_FOUND' });
  expect((await server.trusted('/api/v1/nothing')).json()).toMatchObject({ status: 404 });
  expect((await server.trusted('/api/nothing')).json()).toMatchObject({ status: 404 });
});

test('without a UI there is still an API', async () => {
  await using server = await aServer();
  expect((await server.ask('/')).json()).toMatchObject({ status: 404, code: 'BELFRY_NOT_FOUND' });
});

test.each([
  ['<head><base href="/"/></head>', '<head><base href="/x/" /></head>'],
  ['<HEAD><BASE HREF=/ ></HEAD>', '<HEAD><base href="/x/" /></HEAD>'],
  ['<head lang="en"></head>', '<head lang="en">\n    <base href="/x/" /></head>'],
  ['<head><base href="/x/" /></head>', '<head><base href="/x/" /></head>'],
])('the base of %s is set', (html, expected) => {
  expect(withBase(html, '/x/')).toBe(expected);
});
