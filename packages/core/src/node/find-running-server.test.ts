import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { killChildren, startChild } from '../../test/child-process.ts';
import { type TempHome, tempHome } from '../testing/temp-home.ts';
import { answerHeader, belfryHeader } from './challenge.ts';
import { listenOn } from './find-port.ts';
import { findRunningServer } from './find-running-server.ts';
import { ownProcessIdentity } from './process-identity.ts';
import { ensureSecret } from './secret.ts';
import { waitForStartup } from './startup-lock.ts';
import { stateFilePath } from './state-file.ts';

let home: TempHome;
let runDir: string;
let secret: Uint8Array;
const servers: Server[] = [];
beforeEach(() => {
  home = tempHome();
  runDir = home.paths.runDir;
  secret = ensureSecret(home.paths.secretFile);
});
afterEach(async () => {
  await killChildren();
  for (const server of servers.splice(0)) server.close();
  home.remove();
});

const start = (options = {}) => startChild('serve', { paths: home.paths, port: 0, ...options });

/** A state file of this very process: alive, but what listens there is up to the test. */
function claimToListen(port: number, fields = {}): string {
  const path = stateFilePath(runDir, port);
  const state = { ...ownProcessIdentity(), port, host: '127.0.0.1', version: '1.2.3', ...fields };
  writeFileSync(path, JSON.stringify(state));
  return path;
}

async function listenAs(server: Server): Promise<number> {
  servers.push(server);
  return listenOn(server, '127.0.0.1', 0);
}

describe('finding the running server', () => {
  it('finds the one that proves it holds the secret', async () => {
    const server = start();
    const { port } = await server.next();

    expect(await findRunningServer(runDir, { secret })).toMatchObject({
      pid: server.pid,
      port,
      version: '1.2.3',
      url: `http://127.0.0.1:${port}`,
    });
  });

  it('finds none without a secret, or with that of another home', async () => {
    await start().next();

    expect(await findRunningServer(runDir, { secret: undefined })).toBeUndefined();
    expect(await findRunningServer(runDir, { secret: new Uint8Array(32) })).toBeUndefined();
  });

  it('prefers the one that writes to one that only reads, whatever their order', async () => {
    const reader = start({ readOnly: true });
    const { port } = await reader.next();
    expect(await findRunningServer(runDir, { secret })).toMatchObject({ pid: reader.pid, port, readOnly: true });

    const writer = start();
    await writer.next();
    await start({ readOnly: true }).next();

    expect((await findRunningServer(runDir, { secret }))?.pid).toBe(writer.pid);
  });

  it('forgets the writing one when it is killed, and falls back to the reading one', async () => {
    const writer = start();
    await writer.next();
    const reader = start({ readOnly: true });
    await reader.next();

    await writer.kill();

    expect((await findRunningServer(runDir, { secret }))?.pid).toBe(reader.pid);
    expect(readdirSync(runDir)).toHaveLength(1);
  });

  it('does not take a port that nobody answers for a server, and keeps its file', async () => {
    const closed = createServer();
    const port = await listenAs(closed);
    await new Promise((resolve) => closed.close(resolve));
    const path = claimToListen(port);

    expect(await findRunningServer(runDir, { secret })).toBeUndefined();
    expect(existsSync(path)).toBe(true);
  });

  it('does not take a stranger’s open port for a server', async () => {
    const port = await listenAs(createServer((socket) => socket.end('220 mail.example.org\r\n')));
    const path = claimToListen(port);

    expect(await findRunningServer(runDir, { secret })).toBeUndefined();
    expect(existsSync(path)).toBe(true);
  });

  it('does not wait for ever for a stranger who is silent', async () => {
    const port = await listenAs(createServer(() => {}));
    claimToListen(port);

    expect(await findRunningServer(runDir, { secret, answerMs: 50 })).toBeUndefined();
  });

  it('does not believe a stranger who sends the nonce back, and tells it nothing but the nonce', async () => {
    const heard: string[] = [];
    const port = await listenAs(
      createHttpServer((request, response) => {
        const nonce = new URL(request.url ?? '', 'http://x').searchParams.get('challenge') ?? '';
        heard.push(`${request.url} ${JSON.stringify(request.headers)}`);
        response.writeHead(200, { [belfryHeader]: '1.2.3', [answerHeader]: nonce }).end(nonce);
      }),
    );
    claimToListen(port);

    expect(await findRunningServer(runDir, { secret })).toBeUndefined();
    expect(heard).toHaveLength(1);
    expect(heard[0]).not.toContain(Buffer.from(secret).toString('base64url'));
    expect(heard[0]).not.toMatch(/authorization|cookie/i);
  });

  it('does not believe a stranger who passes the question on to the true server', async () => {
    const { url } = await start().next();
    const port = await listenAs(
      createHttpServer(async (request, response) => {
        const { headers } = await fetch(`${url}${request.url}`);
        response.writeHead(200, Object.fromEntries(headers)).end();
      }),
    );
    const path = claimToListen(port);

    const found = await findRunningServer(runDir, { secret });

    expect(found?.url, 'only the true one is found').toBe(url);
    expect(existsSync(path)).toBe(true);
  });
});

describe('waiting for a server that is starting', () => {
  const wait = (timeoutMs: number) => waitForStartup(runDir, { secret, timeoutMs, pollMs: 5 });

  it('ends at once when none runs and none starts', async () => {
    expect(await wait(60_000)).toBeUndefined();
  });

  it('ends at once when one runs', async () => {
    const server = start();
    await server.next();
    expect(await wait(60_000)).toMatchObject({ pid: server.pid });
  });

  it('ends when the one that starts answers', async () => {
    const server = start({ pauses: true });
    await server.next();
    const waiting = wait(60_000);

    server.say('listen');

    expect(await waiting).toMatchObject({ pid: server.pid });
  });

  it('ends when the one that starts is killed', async () => {
    const server = start({ pauses: true });
    await server.next();
    const waiting = wait(60_000);

    await server.kill();

    expect(await waiting).toBeUndefined();
  });

  it('ends at the deadline', async () => {
    const server = start({ pauses: true });
    await server.next();
    expect(await wait(20)).toBeUndefined();
  });
});
