import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anEvent, aSessionDetail } from '@belfry/core/testing';
import { describe, expect, test } from 'vitest';
import { pageKeyHeader } from './contract/headers.ts';
import type { SignInResult } from './contract/sign-in.ts';
import { toApiUrl } from './contract/to-url.ts';
import { aServer } from './testing/a-server.ts';
import { aStream } from './testing/a-stream.ts';
import { aUiDirectory } from './testing/a-ui-directory.ts';
import { anArchive } from './testing/an-archive.ts';

/** A reverse proxy on a port of its own that gives `/x/y/` to the server; `toPath` is how it passes paths on. */
async function aProxy(upstream: string, toPath: (path: string) => string) {
  const proxy = createServer((incoming, outgoing) => {
    if (!incoming.url?.startsWith('/x/y')) return outgoing.writeHead(502).end();
    const path = toPath(incoming.url);
    const { method, headers } = incoming;
    const passed = request(new URL(upstream), { method, path, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.flushHeaders();
      answer.pipe(outgoing);
    });
    outgoing.on('close', () => passed.destroy());
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/x/y/`,
    [Symbol.dispose]() {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}

const keeps = (path: string) => path;
const strips = (path: string) => path.slice('/x/y'.length) || '/';
const decodes = (path: string) => path.replaceAll('%2F', '/');
const subagent = aSessionDetail({ id: 'claude:parent/agent-1' });

describe.each([
  ['keeps the path', keeps],
  ['strips the path', strips],
  ['keeps the path and decodes slashes', decodes],
])('behind a proxy that %s', (_, toPath) => {
  async function aSite() {
    const ui = aUiDirectory();
    const archive = anArchive({ sessions: [subagent] });
    const server = await aServer({ basePath: '/x/y', uiDirectory: ui.path, archive });
    const proxy = await aProxy(await server.listen(), toPath);
    const { origin } = new URL(proxy.url);
    const signIn = async () => {
      const body = JSON.stringify({ code: server.deps.codes.issue().code });
      const headers = { 'content-type': 'application/json', origin };
      const response = await fetch(new URL(toApiUrl('signIn'), proxy.url), { method: 'POST', body, headers });
      const setCookie = response.headers.get('set-cookie') ?? '';
      return {
        setCookie,
        cookie: setCookie.split(';', 1)[0] ?? '',
        key: ((await response.json()) as SignInResult).key,
      };
    };
    return {
      server,
      url: proxy.url,
      origin,
      signIn,
      async [Symbol.asyncDispose]() {
        proxy[Symbol.dispose]();
        await server.app.close();
        ui[Symbol.dispose]();
      },
    };
  }

  test('a deep link is the page, and its files are found from there', async () => {
    await using site = await aSite();
    const deep = new URL('sessions/claude:parent%2Fagent-1', site.url);
    const page = await (await fetch(deep)).text();
    const base = new URL(/<base href="([^"]+)"/.exec(page)?.[1] ?? '', deep);
    expect(base.href).toBe(site.url);
    const script = await fetch(new URL('./assets/main-4f2a.js', base));
    expect(script.headers.get('content-type')).toContain('javascript');
  });

  test('the cookie is bound to the base path, and reads and changes work with it', async () => {
    await using site = await aSite();
    const { setCookie, cookie, key } = await site.signIn();
    expect(setCookie).toContain('; Path=/x/y/;');
    const session = await fetch(new URL(toApiUrl('getSession', { id: subagent.id }), site.url), {
      headers: { cookie },
    });
    expect(await session.json()).toMatchObject({ id: subagent.id });
    const signOut = (headers: Record<string, string>) =>
      fetch(new URL(toApiUrl('signOut'), site.url), { method: 'POST', headers: { cookie, ...headers } });
    expect((await signOut({ origin: 'http://127.0.0.1:1', [pageKeyHeader]: key })).status).toBe(403);
    const done = await signOut({ origin: site.origin, [pageKeyHeader]: key });
    expect(done.status).toBe(204);
    expect(done.headers.get('set-cookie')).toContain('Path=/x/y/');
  });

  test('the event stream flows, frame by frame', async () => {
    await using site = await aSite();
    const { cookie } = await site.signIn();
    const stream = await aStream(new URL(toApiUrl('streamEvents'), site.url).href, { cookie });
    expect((await stream.next()).event).toBe('stream.opened');
    site.server.hub.publish(anEvent('session.updated'));
    expect((await stream.next()).event).toBe('session.updated');
    stream.leave();
  });

  test('who is not signed in is told so in JSON', async () => {
    await using site = await aSite();
    const response = await fetch(new URL(toApiUrl('getStats'), site.url));
    expect(await response.json()).toMatchObject({ status: 401, code: 'BELFRY_UNAUTHORIZED' });
  });
});
