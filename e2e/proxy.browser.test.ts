import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBelfryHome } from './support/belfry-home.ts';
import { type RunningBelfry, startBelfry } from './support/belfry-process.ts';
import { openBrowser } from './support/browser.ts';
import { startTranscript } from './support/claude-lines.ts';

const home = createBelfryHome();
let belfry: RunningBelfry;
let proxy: Server;
let browser: Browser;
let outside: string;

/** A reverse proxy that serves belfry below /x/y/ and takes the prefix off, as most are set up to. */
function startProxy(target: URL): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/';
    if (!path.startsWith('/x/y/')) {
      outgoing.writeHead(404).end('outside of the proxied path');
      return;
    }
    const onward = request(
      {
        host: target.hostname,
        port: target.port,
        method: incoming.method,
        path: path.slice('/x/y'.length),
        headers: incoming.headers,
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

beforeAll(async () => {
  belfry = await startBelfry(home, ['--base-path', '/x/y/']);
  proxy = await startProxy(new URL(belfry.url));
  outside = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/x/y/`;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  proxy.closeAllConnections();
  proxy.close();
  await belfry.stop();
  home.remove();
});

test('behind a proxy at /x/y/ sign-in, deep link, reload and live updates work, and the cookie stays below it', async () => {
  const transcript = startTranscript(home);
  transcript.prompt('Ring through the proxy');
  const key = transcript.reply('It rang.');
  const context = await browser.newContext();
  const page = await context.newPage();
  const failures: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) failures.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(`${outside}${new URL(belfry.link).hash}`);
  await page.getByText('Ring through the proxy').first().waitFor();
  expect((await context.cookies()).map(({ path }) => path)).toEqual(['/x/y/']);

  await page.goto(`${outside}s/${encodeURIComponent(transcript.id)}?m=${encodeURIComponent(key)}`);
  await page.getByText('It rang.').waitFor();
  await page.reload();
  await page.getByText('It rang.').waitFor();
  transcript.reply('And again, live.');
  await page.getByText('And again, live.').waitFor({ timeout: 2000 });
  expect(failures).toEqual([]);
  await context.close();
});
